/**
 * Edges without those that others imply (Aho, Garey and Ullman 1972): `needs[i]` holds numbers below `i`. The result is ascending,
 * without repetition.
 *
 * An edge can only be implied if it leaps over a level, where the level of a node is the length of the longest way to it. Whether
 * it is, is told for 32 of its beginnings at a time by bits that are handed along all edges. Time: edges × leaping beginnings / 32.
 */
export function reduced(needs: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const sorted = needs.map((list) => ascending(list))
  const level = new Int32Array(needs.length)
  for (const [node, list] of sorted.entries())
    for (const need of list) level[node] = Math.max(level[node]!, level[need]! + 1)
  const leaps = new Map<number, number[]>()
  for (const [node, list] of sorted.entries())
    for (const need of list)
      if (level[need]! < level[node]! - 1) {
        const to = leaps.get(need)
        if (to) to.push(node)
        else leaps.set(need, [node])
      }
  const implied = impliedLeaps(sorted, leaps)
  if (implied.size === 0) return sorted
  return sorted.map((list, node) => {
    const without = implied.get(node)
    return without ? list.filter((need) => !without.has(need)) : list
  })
}

/** For each node the beginnings of implied edges to it. */
function impliedLeaps(
  needs: readonly (readonly number[])[],
  leaps: ReadonlyMap<number, readonly number[]>,
): ReadonlyMap<number, ReadonlySet<number>> {
  const implied = new Map<number, Set<number>>()
  const beginnings = [...leaps.keys()].toSorted((a, b) => a - b)
  const reach = new Int32Array(needs.length)
  for (let from = 0; from < beginnings.length; from += 32) {
    const block = beginnings.slice(from, from + 32)
    const [first = 0] = block
    const ends = block.map((beginning) => leaps.get(beginning)!)
    const last = ends.reduce((most, nodes) => Math.max(most, nodes.at(-1)!), first)
    spread(needs, block, first, last, reach)
    for (const [bit, beginning] of block.entries())
      for (const node of ends[bit]!)
        if (needs[node]!.some((need) => need > beginning && ((reach[need]! >>> bit) & 1) === 1)) {
          const all = implied.get(node)
          if (all) all.add(beginning)
          else implied.set(node, new Set([beginning]))
        }
  }
  return implied
}

/** Sets the bits of those that each node from `first` to `last` is or lies behind. */
function spread(
  needs: readonly (readonly number[])[],
  block: readonly number[],
  first: number,
  last: number,
  reach: Int32Array,
): void {
  let next = 0
  for (let node = first; node <= last; node++) {
    let bits = 0
    for (const need of needs[node]!) if (need >= first) bits |= reach[need]!
    if (block[next] === node) bits |= 1 << next++
    reach[node] = bits
  }
}

/** The list itself where it is so already. */
function ascending(list: readonly number[]): readonly number[] {
  if (list.every((one, index) => index === 0 || list[index - 1]! < one)) return list
  const sorted = list.toSorted((a, b) => a - b)
  return sorted.filter((one, index) => one !== sorted[index - 1])
}
