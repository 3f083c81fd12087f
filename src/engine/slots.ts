// Which work starts when.
//
//   S1. At most `total` works run, and of what a work claims at most `limitOf(claim)`.
//   S2. Of the works that can start the most urgent starts first, of equally urgent ones the one that waits longest.
//   S3. A work that cannot start yet holds nothing: less urgent ones start in its place.
//   S4. No work waits for ever: one that `patience` later ones have overtaken starts before all others, and what it claims is kept
//       for it until it does.

export interface SlotLimits {
  /** How many works run at once, from 1. */
  readonly total: number
  /** How many works that claim this run at once, from 1. */
  readonly limitOf: (claim: string) => number
  /** How many later works may overtake one. Default 100. */
  readonly patience?: number
}

/** One way to do a work: what it claims while it runs, the most telling claim first. */
export interface Way {
  readonly claims: readonly string[]
}

/** A queue of works that start as slots and claims become free. */
export interface Slots {
  /**
   * Adds a work; a larger urgency goes first. Of several ways that are free the one whose first claim is the least in use is taken.
   * Settles as the work does, and never when it is cleared away before.
   */
  add<W extends Way>(
    ways: readonly [W, ...W[]],
    urgency: number,
    work: (way: W) => Promise<void>,
  ): Promise<void>
  /** Starts nothing until `start`. */
  pause(): void
  start(): void
  /** Forgets what has not started. */
  clear(): void
  /** Resolves when nothing runs and nothing waits. */
  onIdle(): Promise<void>
}

interface Waiting {
  readonly order: number
  readonly urgency: number
  /** Starts the work in the way of that number. Null: it has started. */
  begin: ((way: number) => void) | null
}

/** Works with the same ways: when one of them cannot start, none can. */
interface Line {
  readonly ways: readonly Way[]
  /** The first to start is first. */
  readonly byUrgency: Waiting[]
  /**
   * The oldest is first, and waits still; behind it there may be some that have started. Not a set: each time that V8 makes a set a
   * new table, the old one keeps the new one alive, with all that was in it, until all garbage is collected.
   */
  readonly byAge: Waiting[]
}

export function slots({ total, limitOf, patience = 100 }: SlotLimits): Slots {
  const lines = new Map<string, Line>()
  /** The lines in which somebody waits. */
  const busy: Line[] = []
  const used = new Map<string, number>()
  let [running, waiting, added, started] = [0, 0, 0, 0]
  let isPaused = false
  let idle: (() => void)[] = []

  /** Takes the next work that can start out of its line and starts it. False: none can. */
  function startNext(): boolean {
    if (isPaused || running >= total) return false
    const kept = new Set<string>()
    for (const line of busy.filter(isOverdue).toSorted((a, b) => orderOf(a) - orderOf(b))) {
      const way = freeWay(line, kept)
      const [oldest] = line.byAge
      if (way >= 0 && oldest) return take(line, oldest, way)
      for (const { claims } of line.ways) for (const claim of claims) kept.add(claim)
    }
    let best: { line: Line; first: Waiting; way: number } | undefined
    for (const line of busy) {
      const [first] = line.byUrgency
      if (!first || (best && compare(best.first, first) < 0)) continue
      const way = freeWay(line, kept)
      if (way >= 0) best = { line, first, way }
    }
    return best !== undefined && take(best.line, best.first, best.way)
  }

  function isOverdue(line: Line): boolean {
    // Of the works that started since, at most `order` were added before it.
    return started - orderOf(line) >= patience
  }

  /** The number of the free way whose first claim is the least in use; -1: none is free. */
  function freeWay({ ways }: Line, kept: ReadonlySet<string>): number {
    let [best, least] = [-1, Infinity]
    ways.forEach(({ claims }, number) => {
      const isFree = claims.every((claim) => !kept.has(claim) && inUse(claim) < limitOf(claim))
      const load = inUse(claims[0] ?? '')
      if (isFree && load < least) [best, least] = [number, load]
    })
    return best
  }

  function inUse(claim: string): number {
    return used.get(claim) ?? 0
  }

  function take(line: Line, work: Waiting, way: number): true {
    const { begin } = work
    work.begin = null
    while (line.byAge[0]?.begin === null) line.byAge.shift()
    const place = placeOf(line.byUrgency, work)
    // In a long line the first leaves in no time by `shift`, and in time of its length by `splice`.
    if (place === 0) line.byUrgency.shift()
    else line.byUrgency.splice(place, 1)
    if (line.byAge.length === 0) busy.splice(busy.indexOf(line), 1)
    waiting--
    started++
    running++
    for (const claim of line.ways[way]?.claims ?? []) used.set(claim, inUse(claim) + 1)
    begin?.(way)
    return true
  }

  function release(claims: readonly string[]): void {
    running--
    for (const claim of claims) used.set(claim, inUse(claim) - 1)
    startAll()
  }

  function startAll(): void {
    while (startNext());
    if (running > 0 || waiting > 0) return
    for (const resolve of idle) resolve()
    idle = []
  }

  return {
    add<W extends Way>(
      ways: readonly [W, ...W[]],
      urgency: number,
      work: (way: W) => Promise<void>,
    ): Promise<void> {
      const key = signature(ways)
      const line = lines.get(key) ?? { ways, byUrgency: [], byAge: [] }
      lines.set(key, line)
      return new Promise<void>((resolve, reject) => {
        const begin = (number: number): void => {
          const way = ways[number] ?? ways[0]
          work(way).finally(() => release(way.claims)).then(resolve, reject) // prettier-ignore
        }
        const one: Waiting = { order: added++, urgency, begin }
        if (line.byAge.length === 0) busy.push(line)
        line.byAge.push(one)
        line.byUrgency.splice(placeOf(line.byUrgency, one), 0, one)
        waiting++
        startAll()
      })
    },
    pause() {
      isPaused = true
    },
    start() {
      isPaused = false
      startAll()
    },
    clear() {
      lines.clear()
      busy.length = 0
      waiting = 0
      startAll()
    },
    async onIdle() {
      if (running > 0 || waiting > 0) await new Promise<void>((resolve) => idle.push(resolve))
    },
  }
}

function signature(ways: readonly Way[]): string {
  return JSON.stringify(ways.map(({ claims }) => claims))
}

/** The age of a line's oldest work. */
function orderOf({ byAge }: Line): number {
  const [oldest] = byAge
  return oldest?.order ?? Infinity
}

/** Negative when the left one starts before the right one. */
function compare(left: Waiting, right: Waiting): number {
  return right.urgency - left.urgency || left.order - right.order
}

/** Where a work stands, or belongs, among those sorted by `compare`. */
function placeOf(sorted: readonly Waiting[], work: Waiting): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = sorted[middle]
    if (other && compare(other, work) < 0) low = middle + 1
    else high = middle
  }
  return low
}
