// Lists of numbers that are short as a rule: below this length a walk is faster than a set.
const short = 8

/** Says whether a number is in a list. */
export function listed(list: readonly number[]): (value: number) => boolean {
  if (list.length <= short) return (value) => list.includes(value)
  const all = new Set(list)
  return (value) => all.has(value)
}

/** Without repetition, in the order of the list. */
export function distinct(list: readonly number[]): readonly number[] {
  if (list.length < 2) return list
  if (list.length > short) return [...new Set(list)]
  return list.filter((value, index) => list.indexOf(value) === index)
}
