export interface Heap<T> {
  push(element: T): void
  pop(): T | undefined
  peek(): T | undefined
  size(): number
}

/** A binary heap: `pop` gives the element that comes before all others. */
export function heap<T>(before: (left: T, right: T) => number): Heap<T> {
  const elements: T[] = []
  const first = (left: number, right: number): boolean => {
    const [a, b] = [elements[left], elements[right]]
    return a !== undefined && (b === undefined || before(a, b) < 0)
  }
  const swap = (left: number, right: number): void => {
    const [a, b] = [elements[left], elements[right]]
    if (a === undefined || b === undefined) return
    elements[left] = b
    elements[right] = a
  }
  return {
    size: () => elements.length,
    peek: () => elements[0],
    push(element) {
      elements.push(element)
      for (let at = elements.length - 1; at > 0;) {
        const parent = (at - 1) >> 1
        if (!first(at, parent)) break
        swap(at, parent)
        at = parent
      }
    },
    pop() {
      swap(0, elements.length - 1)
      const top = elements.pop()
      for (let at = 0; ;) {
        const left = 2 * at + 1
        const least = first(left + 1, left) ? left + 1 : left
        if (least >= elements.length || !first(least, at)) break
        swap(at, least)
        at = least
      }
      return top
    },
  }
}
