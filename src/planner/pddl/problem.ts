import type { Atom, Condition, LiftedTask } from '../lifted.ts'
import { isChangeable, readAtom } from './atom.ts'
import { always, hasParts, readCondition } from './condition.ts'
import { below, readObjects } from './domain.ts'
import { readNumber } from './number.ts'
import { wordsOf, type Page } from './page.ts'
import { readRequirements } from './requirements.ts'
import { definitionIn, type Definition } from './sections.ts'
import type { World } from './world.ts'

const known = [':domain', ':requirements', ':objects', ':init', ':goal', ':metric']
const unsupported = [':constraints', ':goal-utility', ':htn']
const nothing = new Map<never, never>()

/** What a problem file says; its objects go into the world. */
export interface Problem {
  readonly name: string
  /** Whether costs are minimised; otherwise each action counts 1. */
  readonly metric: boolean
  readonly init: readonly Atom[]
  readonly values: LiftedTask['values']
  /** Where the values stand: nodes in the order of `values`. */
  readonly nodes: readonly number[]
  readonly goal: Condition
}

/** Reads a problem of the domain `domain`; null when it is none. */
export function readProblem(page: Page, world: World, domain: string | null): Problem | null {
  const definition = definitionIn(page, 'problem', known, unsupported)
  if (!definition) return null
  for (const node of definition.sections.get(':requirements') ?? []) readRequirements(page, node)
  checkDomain(page, definition, domain)
  readObjects(page, world, below(page, definition, ':objects'))
  const goal = definition.sections.get(':goal')
  if (!goal) page.say('planner/pddl-syntax', definition.node + 1, 'The problem has no :goal.')
  const { name } = definition
  return {
    name,
    ...readInit(page, world, below(page, definition, ':init')),
    goal: readGoal(page, world, goal ?? []),
    metric: readMetric(page, definition),
  }
}

function checkDomain(page: Page, { sections }: Definition, domain: string | null): void {
  const [node] = sections.get(':domain') ?? []
  const at = node === undefined ? undefined : page.children(node)[1]
  const named = page.symbol(at)
  if (at === undefined || named === null || domain === null || named === domain) return
  page.say('planner/pddl-other-domain', at, `The problem is for the domain "${named}", and the domain is "${domain}".`) // prettier-ignore
}

function readGoal(page: Page, world: World, nodes: readonly number[]): Condition {
  const goals = nodes.flatMap(
    (node) =>
    hasParts(page, node, 1) ? [readCondition(page, world, page.children(node)[1] ?? node, nothing)] : [], // prettier-ignore
  )
  const [first = always, second] = goals
  return second ? { kind: 'and', all: goals } : first
}

function readInit(
  page: Page,
  world: World,
  nodes: readonly number[],
): Pick<Problem, 'init' | 'values' | 'nodes'> {
  const init: Atom[] = []
  const values: { readonly of: Atom; readonly value: number }[] = []
  const places: number[] = []
  const first = new Map<string, number>()
  for (const node of nodes) {
    const head = page.head(node)
    if (head === '=') {
      const read = readValue(page, world, node)
      if (!read) continue
      const name = [read.of.name, ...read.of.terms.map(({ name }) => name)].join(' ')
      const before = first.get(name)
      if (before !== undefined)
        page.say('planner/pddl-repeated-name', node, `(${name}) has two values at the start.`, {
          see: ['The first stands here.', before],
        })
      else {
        first.set(name, node)
        values.push(read)
        places.push(node)
      }
    } else if (head === 'at' && isTimed(page, node))
      page.say('planner/pddl-unsupported', node, 'Facts that begin at a time are not supported.')
    else if (head === 'not') {
      // What does not hold need not be said; it must be known nonetheless.
      if (hasParts(page, node, 1)) readAtom(page, world, page.children(node)[1] ?? node, nothing, 'predicates') // prettier-ignore
    } else if (
      head !== null &&
      ['and', 'or', 'oneof', 'unknown', 'forall', 'when'].includes(head) &&
      !world.predicates.has(head)
    )
      // prettier-ignore
      page.say('planner/pddl-unsupported', node, `"${head}" is not supported in :init.`, {
        hint: 'List the facts that hold at first, one after the other.',
      })
    else {
      const atom = readAtom(page, world, node, nothing, 'predicates')
      if (atom && isChangeable(page, world, node, atom.name)) init.push(atom)
    }
  }
  return { init, values, nodes: places }
}

/** `(at 5 (open shop))`: not a fact of a predicate `at`. */
function isTimed(page: Page, node: number): boolean {
  const [, time, fact] = page.children(node)
  return time !== undefined && fact !== undefined && !page.isList(time) && page.isList(fact)
}

/** `(= (distance a b) 3)`; null also of `(= (total-cost) 0)`, which says nothing. */
function readValue(
  page: Page,
  world: World,
  node: number,
): { readonly of: Atom; readonly value: number } | null {
  if (!hasParts(page, node, 2)) return null
  const [, left = node, right = node] = page.children(node)
  const value = readNumber(page, world, right, nothing)
  if (page.head(left) === 'total-cost') return null
  const of = readAtom(page, world, left, nothing, 'functions')
  if (value !== null && typeof value !== 'number')
    page.say('planner/pddl-syntax', right, `"${wordsOf(page, right)}" stands where a number is expected.`) // prettier-ignore
  return of && typeof value === 'number' ? { of, value } : null
}

/** `(:metric minimize (total-cost))`. */
function readMetric(page: Page, { sections }: Definition): boolean {
  const [node] = sections.get(':metric') ?? []
  if (node === undefined) return false
  const [, direction, what] = page.children(node)
  if (page.symbol(direction) === 'minimize' && what !== undefined) {
    const one = page.head(what) ?? page.symbol(what)
    if (one === 'total-cost' && page.children(what).length <= 1) return true
  }
  page.say(
    'planner/pddl-unsupported',
    node,
    `The metric "${wordsOf(page, node)}" is not supported.`,
    {
      hint: 'Write (:metric minimize (total-cost)), and increase (total-cost) in the effects.',
    },
  )
  return false
}
