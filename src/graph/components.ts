/**
 * Strongly connected components with more than one node, or with an edge to itself, as sets of nodes (Tarjan 1972, without
 * recursion). `next` gives the successors of each node.
 */
export function cyclicComponents(next: readonly (readonly number[])[]): number[][] {
  const index = new Int32Array(next.length).fill(-1)
  const low = new Int32Array(next.length)
  const onStack = new Uint8Array(next.length)
  const stack: number[] = []
  const found: number[][] = []
  let count = 0

  function enter(node: number): void {
    index[node] = low[node] = count++
    stack.push(node)
    onStack[node] = 1
  }

  function leave(node: number): void {
    if (low[node] !== index[node]) return
    const component: number[] = []
    for (;;) {
      const member = stack.pop()
      if (member === undefined) break
      onStack[member] = 0
      component.push(member)
      if (member === node) break
    }
    if (component.length > 1 || next[node]?.includes(node))
      found.push(component.toSorted((a, b) => a - b))
  }

  for (let root = 0; root < next.length; root++) {
    if (index[root] !== -1) continue
    const path: { node: number; edge: number }[] = [{ node: root, edge: 0 }]
    enter(root)
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const successor = next[top.node]?.[top.edge++]
      if (successor === undefined) {
        path.pop()
        const parent = path.at(-1)
        if (parent) low[parent.node] = Math.min(low[parent.node] ?? 0, low[top.node] ?? 0)
        leave(top.node)
      } else if (index[successor] === -1) {
        enter(successor)
        path.push({ node: successor, edge: 0 })
      } else if (onStack[successor]) {
        low[top.node] = Math.min(low[top.node] ?? 0, index[successor] ?? 0)
      }
    }
  }
  return found
}

/**
 * A shortest circle of a component, as a path of its nodes along `next`. Of a component with more than 500 nodes only the circles
 * through its first node are looked at: every node would take quadratic time.
 */
export function shortestCycle(
  component: readonly number[],
  next: readonly (readonly number[])[],
): number[] {
  const inside = new Set(component)
  const starts = component.length > 500 ? component.slice(0, 1) : component
  const [first = [], ...others] = starts.map((start) => cycleThrough(start, inside, next))
  return others.reduce((best, one) => (one.length < best.length ? one : best), first)
}

/** The shortest circle through a node of a component. */
function cycleThrough(
  start: number,
  inside: ReadonlySet<number>,
  next: readonly (readonly number[])[],
): number[] {
  const from = new Map<number, number>()
  const queue = [start]
  for (const node of queue) {
    for (const successor of next[node] ?? []) {
      if (successor === start) return pathTo(node, start, from)
      if (!inside.has(successor) || from.has(successor)) continue
      from.set(successor, node)
      queue.push(successor)
    }
  }
  return [start]
}

function pathTo(end: number, start: number, from: ReadonlyMap<number, number>): number[] {
  const path = [end]
  for (let node = end; node !== start;) {
    node = from.get(node) ?? start
    path.push(node)
  }
  return path.toReversed()
}
