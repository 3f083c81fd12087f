/** The last few of many. */
export interface Recent<T> {
  add(one: T): void
  /** The oldest first. */
  read(): readonly T[]
}

/** Keeps the last `limit` of what is added. */
export function recent<T>(limit: number): Recent<T> {
  const kept: T[] = []
  let next = 0
  return {
    add(one) {
      kept[next % limit] = one
      next++
    },
    read: () =>
      next <= limit ? kept.slice() : [...kept.slice(next % limit), ...kept.slice(0, next % limit)],
  }
}
