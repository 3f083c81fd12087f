export interface Heap<T> {
  push(element: T): void
  pop(): T | undefined
  peek(): T | undefined
  size(): number
}

/** A binary heap: `pop` gives the element that comes before all others. */
export function heap<T>(before: (left: T, right: T) => number): Heap<T> {
  const elements: T[] = []

  /** Moves what comes behind `element` down, from `at` on towards the top, and puts it there. */
  function rise(element: T, at: number): void {
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = elements[parent]!
      if (before(element, above) >= 0) break
      elements[at] = above
      at = parent
    }
    elements[at] = element
  }

  /** Moves what comes before `element` up, from the top on, and puts it below. */
  function sink(element: T): void {
    const { length } = elements
    let at = 0
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && before(elements[child + 1]!, elements[child]!) < 0) child++
      const below = elements[child]!
      if (before(below, element) >= 0) break
      elements[at] = below
      at = child
    }
    elements[at] = element
  }

  return {
    size: () => elements.length,
    peek: () => elements[0],
    push(element) {
      elements.push(element)
      rise(element, elements.length - 1)
    },
    pop() {
      const [top] = elements
      const last = elements.pop()
      if (elements.length > 0 && last !== undefined) sink(last)
      return top
    },
  }
}
