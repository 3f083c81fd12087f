/** Lists of numbers in two arrays (compressed sparse rows): those of `i` stand in `items` from `start[i]` to before `start[i + 1]`. */
export interface Lists {
  readonly start: Int32Array
  readonly items: Int32Array
}

/** `place`: what stands for each item instead. */
export function listsOf(lists: readonly (readonly number[])[], place?: Int32Array): Lists {
  const start = new Int32Array(lists.length + 1)
  let count = 0
  for (let i = 0; i < lists.length; i++) start[i + 1] = count += lists[i]!.length
  const items = new Int32Array(count)
  let at = 0
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]!
    for (let k = 0; k < list.length; k++) items[at++] = list[k]!
  }
  if (place) for (let k = 0; k < count; k++) items[k] = place[items[k]!]!
  return { start, items }
}

/** For each of `size` items the numbers of the lists that hold it, ascending. */
export function invert({ start, items }: Lists, size: number): Lists {
  const starts = new Int32Array(size + 1)
  for (let k = 0; k < items.length; k++) starts[items[k]! + 1]!++
  for (let i = 0; i < size; i++) starts[i + 1]! += starts[i]!
  const next = starts.slice()
  const holders = new Int32Array(items.length)
  for (let list = 0; list + 1 < start.length; list++)
    for (let k = start[list]!; k < start[list + 1]!; k++) holders[next[items[k]!]!++] = list
  return { start: starts, items: holders }
}
