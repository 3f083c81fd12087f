/** Whole numbers in one array of bytes that grows; for what there are millions of. */
export interface Growing {
  readonly length: number
  readonly at: (index: number) => number
  readonly set: (index: number, value: number) => void
  readonly push: (value: number) => void
}

export function growing(capacity = 64): Growing {
  let array = new Int32Array(capacity)
  let length = 0
  return {
    get length() {
      return length
    },
    at: (index) => array[index] ?? 0,
    set(index, value) {
      array[index] = value
    },
    push(value) {
      if (length === array.length) {
        const larger = new Int32Array(length * 2)
        larger.set(array)
        array = larger
      }
      array[length++] = value
    },
  }
}
