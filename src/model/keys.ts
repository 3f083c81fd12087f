import type { Slug } from './plan.ts'

/** `document#slug`: the key of a task over several documents. */
export type TaskKey = string
/** `document#gate/slug` */
export type GateKey = string
/** `document#phase/slug` */
export type PhaseKey = string

export function taskKey(document: string, task: Slug): TaskKey {
  return `${document}#${task}`
}

export function gateKey(document: string, gate: Slug): GateKey {
  return `${document}#gate/${gate}`
}

export function phaseKey(document: string, phase: Slug): PhaseKey {
  return `${document}#phase/${phase}`
}

/** The document and the rest of a key. A slug has no `#`, so the last one separates. */
export function splitKey(key: string): { readonly document: string; readonly slug: string } {
  const separator = key.lastIndexOf('#')
  return { document: key.slice(0, Math.max(0, separator)), slug: key.slice(separator + 1) }
}

/** A need as the key of the task it means: `slug` in `document`, or already `other#slug`. */
export function needKey(document: string, need: string): TaskKey {
  return need.includes('#') ? need : taskKey(document, need)
}

/** The idempotency key of a round: run/generation/task/round, each part percent-encoded. The same for every attempt of the round. */
export function idempotencyKey(
  run: string,
  generation: number,
  task: TaskKey,
  round: number,
): string {
  return [run, String(generation), task, String(round)].map(encodeURIComponent).join('/')
}
