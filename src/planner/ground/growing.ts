/** Whole numbers in one array of bytes that grows, for what there are millions of. What was never set is 0. */
export interface Growing {
  /** Behind the last number that was set. */
  readonly length: number
  readonly at: (index: number) => number
  readonly set: (index: number, value: number) => void
  readonly push: (value: number) => void
}

export function growing(capacity = 64): Growing {
  let array = new Int32Array(capacity)
  let length = 0
  const set = (index: number, value: number): void => {
    if (index >= array.length) {
      const larger = new Int32Array(Math.max(index + 1, array.length * 2))
      larger.set(array)
      array = larger
    }
    array[index] = value
    if (index >= length) length = index + 1
  }
  return {
    get length() {
      return length
    },
    at: (index) => array[index] ?? 0,
    set,
    push: (value) => set(length, value),
  }
}
