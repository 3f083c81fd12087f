import { at } from '../base/index.ts'
import type { Journal } from '../journal/index.ts'
import { factsRead, gateKey, taskKey, type Plan } from '../model/index.ts'
import type { Engine } from './engine.ts'
import { restored } from './frozen.ts'
import { replannedGeneration } from './generation.ts'
import { hashOf } from './hash.ts'
import { commandsOf, observe, observedEvents, probed, type Probed } from './observing.ts'
import { permit } from './permit.ts'
import type { ReplanRequest } from './replanner.ts'
import { awaitsReplan, type RunState } from './state.ts'

/** Looks at the world again, has the plans that failed planned anew, and records the next generation, or that no way is left. */
export async function replan(engine: Engine): Promise<void> {
  const { recorder, settings, stopping } = engine
  const { replanner } = settings
  if (!replanner) return giveUp(engine, 'not all could be done, and nobody is here to plan again')
  const before = recorder.state()
  if (!awaitsReplan(before)) return
  try {
    await lookAgain(engine, before)
    const state = recorder.state()
    const reasons: string[] = []
    const plans: Plan[] = []
    for (const plan of state.spec.plans) {
      const bad = failedIn(state, plan)
      if (!plan.goal || bad.length === 0) {
        plans.push(plan)
        continue
      }
      const answer = await replanner(requestOf(state, plan), stopping)
      if (answer.plan === null) return await giveUp(engine, `no way to "${plan.goal.name}" is left: ${answer.reason}`) // prettier-ignore
      if (!failedByItself(state, bad) && repeats(state, answer.plan)) return await giveUp(engine, `planning "${plan.goal.name}" goes in a circle: the same plan in the same world has failed before`) // prettier-ignore
      reasons.push(answer.reason)
      plans.push(answer.plan)
    }
    const next = await replannedGeneration(state, plans, { settings, reason: reasons.join('; ') })
    recorder.know(next.later)
    await recorder.record(next.happening, awaitsReplan)
  } catch (cause) {
    if (!stopping.aborted) throw cause
  }
}

async function giveUp({ recorder }: Engine, reason: string): Promise<void> {
  await recorder.record({ type: 'run.finished', outcome: 'failed', reason }, awaitsReplan)
}

/** What a planner would be told of each plan of a run that does not run now. Rejects `journal/unknown-run`. */
export async function courseOf(journal: Journal, run: string): Promise<readonly ReplanRequest[]> {
  const events = await journal.events(run)
  const { state } = await restored(journal, run, events)
  return state.spec.plans.map((plan) => requestOf(state, plan))
}

/** Every fact that has a probe, and whose probe may run. */
async function lookAgain(engine: Engine, state: RunState): Promise<void> {
  const { recorder, settings, stopping } = engine
  for (const plan of state.spec.plans) {
    if (!plan.goal) continue
    const subject = subjectOf(plan)
    const may = (one: Probed): boolean =>
      commandsOf([one]).every((command) => permit(state, settings, subject, command).allowed)
    const probes = probed(plan, factsOf(plan)).filter(may)
    const seen = await observe(engine, { subject, plan, probes }, stopping)
    await Promise.all(observedEvents(seen).map((one) => recorder.record(one, awaitsReplan)))
  }
}

/** In whose name facts are observed between two plans: that of the gate of the goal. */
function subjectOf({ document, gates, tasks }: Plan): string {
  const gate = gates.findLast(({ closing }) => closing)
  return gate ? gateKey(document, gate.key) : taskKey(document, tasks[0]?.key ?? '')
}

function factsOf({ goal, facts = [], tasks, probes = [] }: Plan): readonly string[] {
  return [
    ...(goal?.conditions ?? []).flatMap(factsRead),
    ...facts.map(({ name }) => name),
    ...tasks.flatMap(({ requires = [], effects = [] }) =>
      [...requires, ...effects].flatMap(factsRead),
    ),
    ...probes.map(({ fact }) => fact).filter((fact) => !fact.includes('?')),
  ]
}

function failedIn({ graph, nodes }: RunState, { document }: Plan): readonly number[] {
  return graph.nodes.flatMap((node, position) =>
    node.document === document && at(nodes, position).settled === 'bad' ? [position] : [],
  )
}

function requestOf(state: RunState, plan: Plan): ReplanRequest {
  return {
    plan,
    remaining: plan.tasks.filter(({ key }) => {
      const position = state.graph.position.get(taskKey(plan.document, key)) ?? 0
      return at(state.nodes, position).settled !== 'good'
    }),
    facts: state.facts,
    failures: [...state.failures.values()].filter(({ document }) => document === plan.document),
    done: state.undoable.filter(({ document }) => document === plan.document),
    generation: state.generation + 1,
  }
}

/** Whether one of these was begun and failed: that changes what a planner chooses, and comes to an end with the tasks that there are. */
function failedByItself({ nodes }: RunState, positions: readonly number[]): boolean {
  return positions.some((position) => {
    const node = at(nodes, position)
    return node.kind === 'task' && node.life === 'failed' && node.attempt > 0
  })
}

/** Whether an earlier generation had the same steps in the same world. */
function repeats({ spec, later }: RunState, plan: Plan): boolean {
  const mark = markOf(plan)
  return [spec, ...[...later.values()].map((one) => one.spec)]
    .flatMap(({ plans }) => plans)
    .some((other) => other.document === plan.document && markOf(other) === mark)
}

function markOf({ tasks, facts = [] }: Plan): string {
  return hashOf({
    tasks: tasks.map(({ title, command }) => ({ title, command })),
    facts: facts.map(({ name, value }) => `${name} = ${String(value)}`).toSorted(),
  })
}
