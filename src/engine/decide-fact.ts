import { changed, probeOf, valueWanted, type FactValue, type Outcome } from '../model/index.ts'
import { change, node, taskState, type Draft } from './draft.ts'

/** Somebody looked: this is how it is. */
export function observed(work: Draft, name: string, value: FactValue): void {
  const { state } = work
  change(work, {
    facts: new Map(state.facts).set(name, value),
    observed: new Map(state.observed).set(name, value),
  })
}

/** Keeps what a task finds that may have to be undone. */
export function rememberStart(work: Draft, position: number): void {
  const { key, task, plan } = node(work, position)
  if (task?.compensation === undefined || !plan.goal) return
  change(work, { found: new Map(work.state.found).set(key, work.state.facts) })
}

/** Keeps what a planner will want to know of a task that has ended: that it failed, or how it is undone. */
export function rememberEnd(work: Draft, position: number, outcome: Outcome): void {
  const { key, task, plan, document } = node(work, position)
  const { attempt } = taskState(work, position)
  if (!task || !plan.goal) return
  const { state } = work
  const name = `${document}\n${task.title}`
  if (outcome.kind === 'failed' && attempt > 0) {
    const count = (state.failures.get(name)?.count ?? 0) + 1
    const failures = new Map(state.failures)
    failures.delete(name)
    change(work, {
      failures: failures.set(name, { document, task, reason: outcome.reason, count }),
    })
  }
  // What is done in the end left nothing behind that would have to be undone for its failures.
  if (outcome.kind === 'succeeded' && state.failures.has(name)) {
    const failures = new Map(state.failures)
    failures.delete(name)
    change(work, { failures })
  }
  if (outcome.kind === 'succeeded' && task.compensation !== undefined) {
    const names = new Set((task.effects ?? []).map(({ fact }) => fact))
    const found = state.found.get(key) ?? state.facts
    const before = new Map([...found].filter(([fact]) => names.has(fact)))
    change(work, { undoable: [...state.undoable, { document, task, before }] })
  }
}

/** What a task that succeeded changed. What has a probe was observed, and is not believed a second time. */
export function believeEffects(work: Draft, position: number): void {
  const { task, plan } = node(work, position)
  const believed = (task?.effects ?? []).filter(({ fact }) => !probeOf(plan.probes ?? [], fact))
  if (believed.length === 0) return
  const facts = new Map(work.state.facts)
  const seen = new Map(work.state.observed)
  for (const effect of believed) {
    const wanted = valueWanted(effect, (fact) => facts.get(fact))
    const value = wanted === undefined ? undefined : changed(facts.get(effect.fact), { ...effect, value: wanted }) // prettier-ignore
    seen.delete(effect.fact)
    if (value === undefined) facts.delete(effect.fact)
    else facts.set(effect.fact, value)
  }
  change(work, { facts, observed: seen })
}

/** Meanwhile the world may have become another: everything is looked at again before it counts. */
export function forgetObserved(work: Draft): void {
  if (work.state.observed.size > 0) change(work, { observed: new Map() })
}
