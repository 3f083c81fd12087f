// oxlint-disable typescript/no-unsafe-type-assertion -- by V2 the depth tells a node from an element; the type cannot
// A persistent vector: setting an element shares all but one path of the tree with the vector before.
//
//   V1. No node is changed after it was made, so every earlier vector stays as it was.
//   V2. All leaves lie at the same depth, so `get` and `set` take depth = ⌈log32(length)⌉ steps.

const bits = 5
const width = 1 << bits
const mask = width - 1

type Node<T> = readonly (Node<T> | T)[]

/** An immutable sequence with cheap replacement of one element. */
export interface Vector<T> {
  readonly length: number
  readonly depth: number
  readonly root: Node<T>
}

/** A vector with these elements. */
export function vector<T>(elements: readonly T[]): Vector<T> {
  let level: Node<T>[] = chunks(elements)
  let depth = 1
  while (level.length > 1) {
    level = chunks<Node<T> | T>(level)
    depth++
  }
  return { length: elements.length, depth, root: level[0] ?? [] }
}

function chunks<T>(elements: readonly T[]): T[][] {
  const result: T[][] = []
  for (let i = 0; i < elements.length; i += width) result.push(elements.slice(i, i + width))
  return result
}

/** The element at `index`. Throws a RangeError outside 0…length-1. */
export function at<T>(vector: Vector<T>, index: number): T {
  check(vector, index)
  let node: unknown = vector.root
  for (let level = (vector.depth - 1) * bits; level >= 0; level -= bits)
    node = (node as readonly unknown[])[(index >> level) & mask]
  return node as T
}

/** The same vector with another element at `index`. Throws a RangeError outside 0…length-1. */
export function set<T>(vector: Vector<T>, index: number, element: T): Vector<T> {
  check(vector, index)
  const root = replaced(vector.root, (vector.depth - 1) * bits, index, element)
  return { length: vector.length, depth: vector.depth, root }
}

function replaced<T>(node: Node<T>, level: number, index: number, element: T): Node<T> {
  const copy = [...node]
  const slot = (index >> level) & mask
  copy[slot] = level === 0 ? element : replaced(copy[slot] as Node<T>, level - bits, index, element)
  return copy
}

function check(vector: Vector<unknown>, index: number): void {
  if (!(index >= 0 && index < vector.length))
    throw new RangeError(`index ${index} is outside 0…${vector.length - 1}`)
}

/** The elements, in order. */
export function* elements<T>(vector: Vector<T>): Generator<T> {
  for (let index = 0; index < vector.length; index++) yield at(vector, index)
}
