import type { Comparison } from '../../model/index.ts'
import type { Condition } from '../lifted.ts'
import { bareAt, readAtom } from './atom.ts'
import { isNumeric, readNumber } from './number.ts'
import { wordsOf, type Page } from './page.ts'
import { readParameters, readTerm, type Scope } from './scope.ts'
import { noNode } from './tree.ts'
import { bareCondition, type World } from './world.ts'

/** What always holds. */
export const always: Condition = { kind: 'and', all: [] }

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['=', '='],
  ['<', '<'],
  ['<=', '≤'],
  ['>', '>'],
  ['>=', '≥'],
])

const unsupported = new Set([
  'preference',
  'at',
  'over',
  'sometime',
  'always',
  'at-most-once',
  'within',
  'hold-after',
  'hold-during',
  'always-within',
  'sometime-after',
  'sometime-before',
])

/** Reads a condition; whatever is wrong with it is reported, and stands in it as what always holds. */
export function readCondition(page: Page, world: World, node: number, scope: Scope): Condition {
  const bare = bareAt(page, node)
  if (bare) return bareCondition(bare)
  const head = page.head(node)
  const compare = head === null ? undefined : comparisons.get(head)
  if (compare) return readComparison(page, world, node, scope, compare)
  switch (head) {
    case null:
      if (!page.isList(node) || page.children(node).length > 0)
        page.say('planner/pddl-syntax', node, `"${wordsOf(page, node)}" is no condition.`)
      return always
    case 'and':
    case 'or': {
      const second = page.second(node)
      // Most have one part or two: a list that is written out has no room for more.
      const third = second === noNode ? noNode : page.next(node, second)
      if (second !== noNode && third === noNode)
        return { kind: head, all: [readCondition(page, world, second, scope)] }
      if (third !== noNode && page.next(node, third) === noNode)
        return { kind: head, all: [readCondition(page, world, second, scope), readCondition(page, world, third, scope)] } // prettier-ignore
      const all: Condition[] = []
      for (let part = page.second(node); part !== noNode; part = page.next(node, part))
        all.push(readCondition(page, world, part, scope))
      // A copy has no room for more.
      return { kind: head, all: all.slice() }
    }
    case 'not':
      return hasParts(page, node, 1) ? { kind: 'not', one: readCondition(page, world, page.second(node), scope) } : always // prettier-ignore
    case 'imply': {
      if (!hasParts(page, node, 2)) return always
      const [left = node, right = node] = page.parts(node)
      const before = readCondition(page, world, left, scope)
      return { kind: 'or', all: [{ kind: 'not', one: before }, readCondition(page, world, right, scope)] } // prettier-ignore
    }
    case 'forall':
    case 'exists': {
      if (!hasParts(page, node, 2)) return always
      const [list = node, body = node] = page.parts(node)
      const inner = readParameters(page, world, listAt(page, list), scope)
      const one = readCondition(page, world, body, inner.scope)
      return { kind: head, parameters: inner.parameters, one }
    }
    default: {
      if (unsupported.has(head) && !world.predicates.has(head)) {
        page.say('planner/pddl-unsupported', node, `"${head}" is not supported.`)
        return always
      }
      const atom = readAtom(page, world, node, scope, 'predicates')
      if (!atom) return always
      const found = atom.terms.length === 0 ? world.predicates.get(head) : undefined
      return found ? bareCondition(found) : { kind: 'atom', atom, place: page.place(node) }
    }
  }
}

function readComparison(
  page: Page,
  world: World,
  node: number,
  scope: Scope,
  compare: Comparison,
): Condition {
  if (!hasParts(page, node, 2)) return always
  const [, left = node, right = node] = page.children(node)
  if (compare === '=' && !isNumeric(page, world, left) && !isNumeric(page, world, right)) {
    const [one, other] = [left, right].map((term) => readTerm(page, world, term, scope))
    return one && other ? { kind: 'equal', left: one.term, right: other.term } : always
  }
  const [one, other] = [left, right].map((term) => readNumber(page, world, term, scope))
  if (one === null || one === undefined || other === null || other === undefined) return always
  return { kind: 'number', compare, left: one, right: other, place: page.place(node) }
}

/** Whether an operator has so many parts; reported when not. */
export function hasParts(page: Page, node: number, wanted: number): boolean {
  const given = page.count(node) - 1
  if (given === wanted) return true
  page.say('planner/pddl-syntax', node, `"${page.head(node) ?? ''}" takes ${wanted === 1 ? 'one part' : `${wanted} parts`}, but has ${given}.`) // prettier-ignore
  return false
}

/** What stands in a list of parameters; a symbol there is reported. */
export function listAt(page: Page, node: number): readonly number[] {
  if (page.isList(node)) return page.children(node)
  page.say('planner/pddl-syntax', node, `"${wordsOf(page, node)}" stands where a list in brackets is expected.`) // prettier-ignore
  return []
}
