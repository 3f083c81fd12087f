import type { CriterionResult, RunEvent } from '../model/index.ts'
import { emit, node, type Draft } from './draft.ts'
import { contingencyFor, type Failure } from './remedy/index.ts'

/** How many remedies a subject gets. */
const remedies = 3

/** The contingency that the document has for what failed here, `criteria` of a gate, unless it has had its chances. */
export function remedyFor(
  work: Draft,
  position: number,
  reason: string,
  criteria: readonly CriterionResult[],
): Extract<RunEvent, { type: 'remedy.started' }>['contingency'] | null {
  const { spec, life, remedies: had } = work.state
  const { key, plan } = node(work, position)
  if (spec.contingencies === false || (life !== 'running' && life !== 'paused')) return null
  if ((had.get(key)?.count ?? 0) >= remedies) return null
  return contingencyFor(plan.contingencies, failureOf(work, position, reason, criteria)) ?? null
}

function failureOf(
  work: Draft,
  position: number,
  reason: string,
  criteria: readonly CriterionResult[],
): Failure {
  const { task, gate, plan } = node(work, position)
  const phases = plan.phases.filter(
    ({ key, tasks }) => (task && tasks.includes(task.key)) || (gate && gate.phase === key),
  )
  return {
    words: [
      task?.id,
      task?.title,
      task?.command,
      gate?.title,
      reason,
      ...criteria.map(({ text }) => text),
    ].join(' '),
    names: [task?.id, task?.group, ...phases.map(({ title }) => title), ...phases.map(({ title }) => title.replace(/:.*$/, ''))].flatMap((name) => name ?? []), // prettier-ignore
    measures: criteria.flatMap(({ text, verdict, measured }) => verdict === 'failed' && measured !== undefined ? [{ text, measured }] : []), // prettier-ignore
  }
}

/** Announces the contingency of what failed. */
export function beginRemedy(
  work: Draft,
  position: number,
  contingency: number,
  reason: string,
): void {
  const { key, plan } = node(work, position)
  const trigger = plan.contingencies[contingency]?.trigger ?? ''
  emit(work, { type: 'remedy.started', subject: key, trigger, contingency, reason })
}
