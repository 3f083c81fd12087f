export interface Spot {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Rectangle extends Spot, Size {}

/** Something with a size that is to get a place. */
export interface Piece extends Size {
  readonly key: string
}

/** `to` stands behind `from`. */
export interface Link {
  readonly from: string
  readonly to: string
}

/** Pieces with places among themselves. */
export interface Arrangement extends Size {
  readonly spots: ReadonlyMap<string, Spot>
}

/** Everything stands on a grid of this step, so that lines can go between. */
export const step = 10
/** Between cards side by side, one below the other, and between lines of a chain that is wrapped. */
export const columnGap = 60
export const rowGap = 30
export const lineGap = 50

/** The length of the longest chain before each key. Of a circle the first key in order begins. */
export function depths(keys: readonly string[], links: readonly Link[]): Map<string, number> {
  const depth = new Map<string, number>()
  const unmet = new Map<string, number>(keys.map((key) => [key, 0]))
  const next = Map.groupBy(links, ({ from }) => from)
  for (const { to } of links) unmet.set(to, (unmet.get(to) ?? 0) + 1)
  const least = new Map<string, number>()
  const ready = keys.filter((key) => unmet.get(key) === 0)
  let first = 0
  for (let at = 0; depth.size < keys.length; at++) {
    while (at >= ready.length) {
      const key = keys[first++] ?? ''
      if (!depth.has(key)) ready.push(key)
    }
    const key = ready[at] ?? ''
    if (depth.has(key)) continue
    const own = least.get(key) ?? 0
    depth.set(key, own)
    for (const { to } of next.get(key) ?? []) {
      if (depth.has(to)) continue
      least.set(to, Math.max(least.get(to) ?? 0, own + 1))
      unmet.set(to, (unmet.get(to) ?? 0) - 1)
      if (unmet.get(to) === 0) ready.push(to)
    }
  }
  return depth
}
