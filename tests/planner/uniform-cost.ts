import { compares } from '../../src/model/index.ts'
import { closed, factsAfter } from './effects-and-rules.ts'
import type { GroundTask, SearchResult } from '../../src/planner/index.ts'

/** A uniform-cost search over all states, for small tasks: the cheapest plan, or the proof that there is none. */
export function uniformCost(task: GroundTask, limit = 20_000): SearchResult {
  type Node = { facts: ReadonlySet<number>; values: readonly number[]; cost: number; steps: readonly number[] } // prettier-ignore
  const holds = (node: Node, facts: readonly number[], conditions: GroundTask['numericGoal'] = []): boolean => // prettier-ignore
    facts.every((fact) => node.facts.has(fact)) &&
    conditions.every(({ variable, compare, value }) => !Number.isNaN(node.values[variable]) && compares(node.values[variable] ?? NaN, compare, value)) // prettier-ignore
  const open: Node[] = [{ facts: new Set(), values: task.variables.map(({ value }) => value), cost: 0, steps: [] }] // prettier-ignore
  const meetsWith = (node: Node): Parameters<typeof closed>[2] => ({ pre, conditions }, facts) => holds({ ...node, facts }, pre, conditions) // prettier-ignore
  for (const node of open) node.facts = closed(task, new Set(task.init), meetsWith(node))
  const done = new Set<string>()
  const counts = { expanded: 0, evaluated: 0, generated: 0, by: 'uniform cost', time: 0 }
  const none = { steps: null, cost: null, ...counts }
  while (open.length > 0) {
    open.sort((left, right) => right.cost - left.cost)
    const node = open.pop()
    if (!node) break
    const key = `${[...node.facts].toSorted((a, b) => a - b).join(' ')}|${node.values.join(' ')}`
    if (done.has(key)) continue
    done.add(key)
    if (holds(node, task.goal, task.numericGoal)) return { ...counts, status: 'optimal', steps: node.steps, cost: node.cost, bound: node.cost, limit: null, proof: null } // prettier-ignore
    if (done.size > limit) return { ...none, status: 'limit', bound: node.cost, limit: 'expansions', proof: null } // prettier-ignore
    for (const [number, action] of task.actions.entries()) {
      if (!holds(node, action.pre, action.conditions)) continue
      const values = [...node.values]
      for (const { variable, kind, value } of action.changes ?? [])
        values[variable] = kind === 'assign' ? value : (node.values[variable] ?? NaN) + (kind === 'increase' ? value : -value) // prettier-ignore
      const facts = factsAfter(action, node.facts, meetsWith(node))
      const next = { facts, values, cost: node.cost + action.cost, steps: [...node.steps, number] }
      open.push({ ...next, facts: closed(task, facts, meetsWith(next)) })
    }
  }
  return { ...none, status: 'unsolvable', bound: Infinity, limit: null, proof: 'exhausted' }
}
