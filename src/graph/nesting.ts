import type { Phase, Plan, Slug } from '../model/index.ts'

/** Which phase lies in which. */
export interface Nesting {
  readonly innermost: ReadonlyMap<Slug, Phase>
  readonly outer: ReadonlyMap<Phase, Phase>
}

/** For each task the smallest phase that lists it, and for each phase the smallest other one that lists all of its tasks. */
export function nesting({ phases }: Plan): Nesting {
  const sizes = new Map(phases.map((phase) => [phase, new Set(phase.tasks).size] as const))
  const rank = new Map(phases.map((phase, index) => [phase, index] as const))
  /** Smaller phases lie deeper; of equal ones the later. */
  const isWithin = (inner: Phase, outer: Phase): boolean => {
    const wider = (sizes.get(outer) ?? 0) - (sizes.get(inner) ?? 0)
    return wider > 0 || (wider === 0 && (rank.get(outer) ?? 0) < (rank.get(inner) ?? 0))
  }
  const deepest = (some: readonly Phase[]): Phase | undefined =>
    some.reduce<Phase | undefined>(
      (best, one) => (best && isWithin(best, one) ? best : one),
      undefined,
    )
  const listing = new Map<Slug, Phase[]>()
  for (const phase of phases)
    for (const slug of new Set(phase.tasks)) {
      const known = listing.get(slug)
      if (known) known.push(phase)
      else listing.set(slug, [phase])
    }
  const innermost = new Map<Slug, Phase>()
  for (const [slug, some] of listing) {
    const phase = deepest(some)
    if (phase) innermost.set(slug, phase)
  }
  const outer = new Map<Phase, Phase>()
  for (const phase of phases) {
    const [first, ...others] = new Set(phase.tasks)
    const around = (first === undefined ? [] : (listing.get(first) ?? [])).filter(
      (one) =>
        one !== phase &&
        isWithin(phase, one) &&
        others.every((slug) => listing.get(slug)?.includes(one)),
    )
    const nearest = deepest(around)
    if (nearest) outer.set(phase, nearest)
  }
  return { innermost, outer }
}

/**
 * The phase that runs each task: the first that lists it, or rather the innermost of those within that one. Phases that only overlap
 * are not within each other.
 */
export function homes(plan: Plan): Homes {
  const home = new Map<Slug, Phase>()
  let isNested = false
  for (const phase of plan.phases)
    for (const slug of phase.tasks)
      if (!home.has(slug)) home.set(slug, phase)
      else if (home.get(slug) !== phase) isNested = true
  if (!isNested) return { home, outer: new Map() }
  const { innermost, outer } = nesting(plan)
  for (const [slug, first] of home) {
    const inner = innermost.get(slug)
    if (inner && isInside(inner, first, outer)) home.set(slug, inner)
  }
  return { home, outer }
}

/** Which phase runs each task, and which phase lies in which. */
export interface Homes {
  readonly home: ReadonlyMap<Slug, Phase>
  readonly outer: ReadonlyMap<Phase, Phase>
}

/** Whether a phase lies in another one. */
export function isInside(inner: Phase, outer: Phase, around: ReadonlyMap<Phase, Phase>): boolean {
  for (let at = around.get(inner); at; at = around.get(at)) if (at === outer) return true
  return false
}
