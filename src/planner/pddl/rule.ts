import { levelsOf } from '../levels.ts'
import type { LiftedRule } from '../lifted.ts'
import { declaredOf } from './atom.ts'
import { readCondition } from './condition.ts'
import type { Page } from './page.ts'
import { readParameters } from './scope.ts'
import { noNode } from './tree.ts'
import type { World } from './world.ts'

/** Notes which predicates are derived, before anything that could change them is read. */
export function noteDerived(page: Page, world: World, nodes: readonly number[]): void {
  for (const node of nodes) {
    const head = page.second(node)
    const name = head === noNode ? null : page.head(head)
    if (name !== null) world.derived.add(name)
  }
}

/** Reads `(:derived (NAME ?parameter …) CONDITION)`, each of these sections. Predicates that depend on their own contrary are reported. */
export function readRules(
  page: Page,
  world: World,
  nodes: readonly number[],
): readonly LiftedRule[] {
  const rules = nodes.flatMap((node) => readRule(page, world, node) ?? [])
  for (const circle of levelsOf(rules).circles) {
    const place = rules.find(({ name }) => circle.includes(name))?.place
    const names = circle.map((name) => `"${name}"`).join(' and ')
    if (place) page.sayAt('planner/pddl-derived', place, circle.length === 1 ? `${names} is derived from its own contrary.` : `${names} are derived from each other, one of them from the contrary of another.`, 'Derive what is read as its contrary from other predicates first.') // prettier-ignore
  }
  return rules
}

function readRule(page: Page, world: World, node: number): LiftedRule | null {
  const [, head, body, more] = page.children(node)
  if (head === undefined || body === undefined || more !== undefined) {
    page.say(
      'planner/pddl-syntax',
      node,
      '(:derived (NAME ?parameter …) CONDITION) is expected here.',
    )
    return null
  }
  const declared = declaredOf(page, world, head)
  if (declared === null) return null
  const { name, parameters: wanted } = declared.signature
  const { parameters, scope } = readParameters(page, world, page.parts(head))
  const condition = readCondition(page, world, body, scope)
  if (parameters.length !== wanted.length) {
    page.say('planner/pddl-arity', head, `"${name}" has ${wanted.length} parameters, but ${parameters.length} are given.`) // prettier-ignore
    return null
  }
  // Where no type is given, it is that of the declaration.
  const typed = parameters.map((one, index) => (one.types.join() === 'object' ? { ...one, types: wanted[index]?.types ?? one.types } : one)) // prettier-ignore
  return { name, parameters: typed, condition, place: page.place(node) }
}
