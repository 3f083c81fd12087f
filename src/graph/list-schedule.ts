import type { Milliseconds } from '../base/index.ts'
import { heap, type Heap } from './heap.ts'

/** Works by number: each takes some time and starts when all that it needs have ended. */
export interface Works {
  /** For each work the numbers of those that must end before it, all smaller than its own. */
  readonly needs: readonly (readonly number[])[]
  /** The contrary of `needs`. */
  readonly dependents: readonly (readonly number[])[]
  readonly durations: readonly Milliseconds[]
  /** What takes no time and no worker. Default: nothing. */
  readonly isMoment?: (work: number) => boolean
  /** What never starts, with all that needs it. Default: nothing. */
  readonly isHeldUp?: (work: number) => boolean
}

/** When works would run if nothing but their needs held them up (the critical path method, Kelley and Walker 1959). */
export interface Windows {
  readonly earliest: readonly Milliseconds[]
  /** The latest start that does not make everything longer. */
  readonly latest: readonly Milliseconds[]
  /** From the first start to the last end. */
  readonly length: Milliseconds
}

/** Works are in topological order, so one pass each way does. */
export function windows({ needs, dependents, durations, isHeldUp = never }: Works): Windows {
  const earliest = durations.map(() => 0)
  let length = 0
  for (const work of durations.keys()) {
    if (isHeldUp(work)) continue
    for (const need of needs[work] ?? [])
      earliest[work] = Math.max(earliest[work] ?? 0, (earliest[need] ?? 0) + (durations[need] ?? 0))
    length = Math.max(length, (earliest[work] ?? 0) + (durations[work] ?? 0))
  }
  const latest = durations.map((duration) => length - duration)
  for (let work = durations.length - 1; work >= 0; work--)
    for (const dependent of dependents[work] ?? [])
      if (!isHeldUp(dependent))
        latest[work] = Math.min(latest[work] ?? 0, (latest[dependent] ?? 0) - (durations[work] ?? 0)) // prettier-ignore
  return { earliest, latest, length }
}

/** A longest chain, walked back from what ends last; without moments. */
export function longestChain(
  { needs, durations, isMoment = never, isHeldUp = never }: Works,
  { earliest, length }: Windows,
): number[] {
  const endOf = (work: number): Milliseconds => (earliest[work] ?? 0) + (durations[work] ?? 0)
  const chain: number[] = []
  let current = durations.findIndex(
    (_, work) => !isMoment(work) && !isHeldUp(work) && endOf(work) === length,
  )
  while (current >= 0) {
    if (!isMoment(current)) chain.push(current)
    const begin = earliest[current] ?? 0
    current = (needs[current] ?? []).find((need) => endOf(need) === begin) ?? -1
  }
  return chain.toReversed()
}

export interface ListScheduleOptions {
  /** How many works run at once, at least 1. Infinity: as many as can. */
  readonly workers: number
  /** Which of two works starts first when both can: negative, the left one. */
  readonly before: (left: number, right: number) => number
  /** What a work claims while it runs, such as a machine; without repetition. Default: nothing. */
  readonly claims?: (work: number) => readonly string[]
  /** How many works that claim it run at once, at least 1. Default 1. */
  readonly limitOf?: (claim: string) => number
}

export interface Placed {
  readonly work: number
  readonly start: Milliseconds
  /** 0 for the first worker. */
  readonly worker: number
}

/**
 * List scheduling (Graham 1966): whenever a worker is free it takes the first work that is ready and whose claims are free. A work
 * that must wait for a claim holds nothing, and others start in its place. The result is in the order of the starts.
 */
export function listSchedule(works: Works, options: ListScheduleOptions): Placed[] {
  const { needs, dependents, durations, isMoment = never, isHeldUp = never } = works
  const { workers, before } = options
  const unmet = needs.map(({ length }) => length)
  const ready = heap<number>(before)
  const claims = claimsOf(options, ready)
  const running = heap<{ work: number; end: Milliseconds; worker: number }>(
    (left, right) => left.end - right.end || left.work - right.work,
  )
  const idle = heap<number>((left, right) => left - right)
  const placed: Placed[] = []
  let hired = 0
  let now = 0

  function open(work: number): void {
    if (isHeldUp(work)) return
    if (!isMoment(work)) {
      ready.push(work)
      return
    }
    const instant = [work]
    for (const one of instant) {
      if (isHeldUp(one)) continue
      if (isMoment(one)) release(one, (dependent) => instant.push(dependent))
      else ready.push(one)
    }
  }

  function release(work: number, then: (dependent: number) => void): void {
    for (const dependent of dependents[work] ?? []) {
      const left = (unmet[dependent] ?? 0) - 1
      unmet[dependent] = left
      if (left === 0) then(dependent)
    }
  }

  for (const work of durations.keys()) if (needs[work]?.length === 0) open(work)
  for (;;) {
    while (ready.size() > 0 && running.size() < workers) {
      const work = ready.pop() ?? 0
      if (!claims.take(work)) continue
      const worker = idle.pop() ?? hired++
      placed.push({ work, start: now, worker })
      running.push({ work, end: now + (durations[work] ?? 0), worker })
    }
    const next = running.pop()
    if (!next) return placed
    now = next.end
    // All that ends at this moment ends before anything starts, so that the most urgent of what follows goes first.
    for (let ended: typeof next | undefined = next; ended;) {
      idle.push(ended.worker)
      claims.give(ended.work)
      release(ended.work, open)
      ended = running.peek()?.end === now ? running.pop() : undefined
    }
  }
}

interface Claims {
  /** Takes all that a work claims. False: something is not free, and the work comes back to `ready` when it may be. */
  readonly take: (work: number) => boolean
  readonly give: (work: number) => void
}

function claimsOf(
  { before, claims, limitOf = () => 1 }: ListScheduleOptions,
  ready: Heap<number>,
): Claims {
  if (!claims) return { take: () => true, give: () => {} }
  const used = new Map<string, number>()
  const waiting = new Map<string, Heap<number>>()
  const isFree = (claim: string): boolean => (used.get(claim) ?? 0) < Math.max(1, limitOf(claim))
  /** A free claim goes to the first of those who wait for it: if that one cannot start, to the next. */
  const wake = (claim: string): void => {
    const first = isFree(claim) ? waiting.get(claim)?.pop() : undefined
    if (first !== undefined) ready.push(first)
  }
  const count = (claim: string, by: number): void => void used.set(claim, (used.get(claim) ?? 0) + by) // prettier-ignore
  return {
    take(work) {
      const all = claims(work)
      const taken = all.find((claim) => !isFree(claim))
      if (taken === undefined) {
        for (const claim of all) count(claim, 1)
        return true
      }
      const queue = waiting.get(taken) ?? heap<number>(before)
      waiting.set(taken, queue)
      queue.push(work)
      all.forEach(wake)
      return false
    },
    give(work) {
      for (const claim of claims(work)) count(claim, -1)
      claims(work).forEach(wake)
    },
  }
}

function never(): boolean {
  return false
}
