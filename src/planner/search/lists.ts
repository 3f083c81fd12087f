/** Lists of numbers in two arrays (compressed sparse rows): those of `i` stand in `items` from `start[i]` to before `start[i + 1]`. */
export interface Lists {
  readonly start: Int32Array
  readonly items: Int32Array
}

/** `place`: what stands for each item instead. */
export function listsOf(lists: readonly (readonly number[])[], place?: Int32Array): Lists {
  const start = new Int32Array(lists.length + 1)
  for (const [i, list] of lists.entries()) start[i + 1] = start[i]! + list.length
  const items = new Int32Array(start[lists.length]!)
  let at = 0
  for (const list of lists)
    for (const item of list) items[at++] = place === undefined ? item : place[item]!
  return { start, items }
}

/** For each of `size` items the numbers of the lists that hold it, ascending. */
export function invert({ start, items }: Lists, size: number): Lists {
  const starts = new Int32Array(size + 1)
  for (const item of items) starts[item + 1]!++
  for (let i = 0; i < size; i++) starts[i + 1]! += starts[i]!
  const next = starts.slice()
  const holders = new Int32Array(items.length)
  for (let list = 0; list + 1 < start.length; list++)
    for (let k = start[list]!; k < start[list + 1]!; k++) holders[next[items[k]!]!++] = list
  return { start: starts, items: holders }
}
