import { expect, test } from 'vitest'
import {
  alternatives,
  alternativesText,
  groundTask,
  noPlanText,
  search,
  whyAction,
  whyActionText,
  explainNoPlan,
  whyNot,
  whyNotText,
  type GroundTask,
  type LiftedTask,
  type NoPlan,
} from '../../src/planner/index.ts'
import {
  all,
  atom,
  change,
  effect,
  is,
  lifted,
  liftedTask,
  not,
  number,
  parameters,
} from './lifted.ts'
import { taskOf } from './tasks.ts'
import { uniformCost } from './uniform-cost.ts'

const typed = (...names: readonly string[]) =>
  names.map((text) => {
    const [name = '', ...rest] = text.split(' ')
    return { name, parameters: parameters(...rest) }
  })

/** Trucks bring parcels along roads; a truck needs its key. */
const delivery = (more: Parameters<typeof liftedTask>[0]): LiftedTask =>
  liftedTask({
    objects: ['t:truck', 'p:parcel', 'a:place', 'b:place', 'c:place'],
    predicates: typed(
      'at o:object l:place',
      'in p:parcel t:truck',
      'road from:place to:place',
      'key t:truck',
    ),
    actions: [
      lifted(
        'drive',
        parameters('t:truck', 'from:place', 'to:place'),
        all('at ?t ?from', 'road ?from ?to', 'key ?t'),
        [effect('!at ?t ?from'), effect('at ?t ?to')],
      ),
      lifted('load', parameters('p:parcel', 't:truck', 'l:place'), all('at ?p ?l', 'at ?t ?l'), [
        effect('!at ?p ?l'),
        effect('in ?p ?t'),
      ]),
      lifted('unload', parameters('p:parcel', 't:truck', 'l:place'), all('in ?p ?t', 'at ?t ?l'), [
        effect('!in ?p ?t'),
        effect('at ?p ?l'),
      ]),
    ],
    goal: is('at p b'),
    ...more,
  })

const start = ['at t a', 'at p a', 'road a b', 'road b a', 'key t']

function explained(task: LiftedTask): { why: NoPlan | null; lines: readonly string[] } {
  const why = explainNoPlan(groundTask(task), { lifted: task, search: uniformCost })
  return { why, lines: why ? noPlanText(why) : [] }
}

test('a task with a plan needs no explanation', () => {
  expect(explained(delivery({ init: start })).why).toBeNull()
})

test.each([
  ['a road', ['at t a', 'at p a', 'road b a', 'key t'], '(road a b)'],
  ['a key', ['at t a', 'at p a', 'road a b'], '(key t)'],
])('%s that is missing is named, with the way from it to the goal', (_, init, name) => {
  const { why, lines } = explained(delivery({ init }))
  expect(why).toMatchObject({
    kind: 'unreachable',
    isMinimal: true,
    missing: [{ name, circle: null }],
  })
  expect(lines).toEqual([
    'Out of reach, even if nothing ever became false again: (at p b).',
    `Nothing makes ${name} true: add an action with this effect, or the fact to the initial state.`,
    '  It is needed for (drive t a b), which makes (at t b) true, for (unload p t b), which makes (at p b) true.',
  ])
})

test('all that is missing together is named, and nothing else', () => {
  const { why } = explained(delivery({ init: ['at t a', 'at p a', 'road b c', 'road c a'] }))
  const names = why?.kind === 'unreachable' ? why.missing.map(({ name }) => name) : []
  expect(names.toSorted()).toEqual(['(key t)', '(road a b)'])
})

test('facts that need each other in a circle are named as such', () => {
  const task = liftedTask({
    predicates: typed('egg', 'hen', 'fed'),
    actions: [
      lifted('lay', [], all('hen', 'fed'), [effect('egg')]),
      lifted('hatch', [], is('egg'), [effect('hen')]),
    ],
    init: ['fed'],
    goal: is('hen'),
  })
  const { why, lines } = explained(task)
  expect(why).toMatchObject({
    kind: 'unreachable',
    missing: [{ circle: expect.arrayContaining(['(egg)', '(hen)']) }],
  })
  expect(lines[1]).toContain('comes true only with the help of facts that need it themselves')
})

test('a fact that would have to become false is told so', () => {
  const task = liftedTask({
    predicates: typed('locked', 'inside'),
    actions: [lifted('enter', [], not('locked'), [effect('inside')])],
    init: ['locked'],
    goal: is('inside'),
  })
  expect(explained(task).lines[1]).toBe('Nothing makes (locked) false: add an action with this effect, or take the fact out of the initial state.') // prettier-ignore
})

const money = (
  goal: LiftedTask['goal'],
  ...effects: LiftedTask['actions'][number]['effects']
): LiftedTask =>
  liftedTask({
    functions: typed('money'),
    values: { money: 3 },
    predicates: typed('rich'),
    actions: [
      lifted('spend', [], number(atom('money'), '>', 0), [change('decrease', 'money', 1)]),
      lifted('work', [], all(), [effect('rich', number(atom('money'), '≥', 9)), ...effects]),
    ],
    goal,
  })

test('a number that no action moves the right way is told', () => {
  const { why, lines } = explained(money(number(atom('money'), '≥', 5)))
  expect(why).toMatchObject({ kind: 'unreachable', missing: [{ name: '(money) ≥ 5', fact: null }] })
  expect(lines[1]).toBe(
    'No action brings the number nearer to (money) ≥ 5. Add an action that changes it, or begin with another value.',
  )
  expect(
    explained(money(number(atom('money'), '≥', 5), change('increase', 'money', 2))).why,
  ).toBeNull()
})

test('a number that never changes is told', () => {
  const task = liftedTask({
    functions: typed('size'),
    values: { size: 3 },
    goal: number(atom('size'), '>', 5),
  })
  expect(explained(task).why).toMatchObject({
    kind: 'unreachable',
    missing: [{ name: '(size) > 5' }],
  })
})

test.each([
  ['a fact and its contrary', all('at p b', not('at p b')), ['(at p b)', '(not (at p b))']],
  [
    'two numbers',
    all(number(atom('money'), '≥', 5), number(atom('money'), '<', 5)),
    ['(money) ≥ 5', '(money) < 5'],
  ],
])('a goal that asks for %s contradicts itself', (_, goal, goals) => {
  const task = delivery({ init: start, functions: typed('money'), values: { money: 1 }, goal })
  const spend = lifted('spend', [], all(), [change('increase', 'money', 1)])
  const { why, lines } = explained({ ...task, actions: [...task.actions, spend] })
  expect(why).toMatchObject({ kind: 'contradiction', goals })
  expect(lines).toEqual([`The goal contradicts itself: it asks for ${goals.join(' and ')}.`])
})

test('goals that exclude each other are named, with the deletes that make it so', () => {
  const { why, lines } = explained(delivery({ init: start, goal: all('at t a', 'at t b') }))
  expect(why).toMatchObject({ kind: 'conflict', conflicts: [{ neededBy: null }] })
  expect(lines).toEqual([
    '(at t a) and (at t b) cannot hold together, and the goal needs both.',
    '  (drive t b a) makes (at t a) true and deletes (at t b).',
    '  (drive t a b) makes (at t b) true and deletes (at t a).',
  ])
})

test('conditions of an action that exclude each other are named', () => {
  const task = delivery({ init: start, goal: is('key p') })
  const odd = lifted('odd', [], all('at t a', 'at t b'), [effect('key p')])
  const predicates = task.predicates.map((one) =>
    one.name === 'key' ? { ...one, parameters: parameters('t') } : one,
  )
  const { why, lines } = explained({ ...task, predicates, actions: [...task.actions, odd] })
  expect(why).toMatchObject({ kind: 'conflict', conflicts: [{ neededBy: expect.any(Number) }] })
  expect(lines[0]).toBe('(at t a) and (at t b) cannot hold together, and (odd) needs both.')
})

/** One coin buys one thing; three things are there, two coins. No two of the things exclude each other. */
const coins: GroundTask = {
  facts: ['tea', 'bun', 'jam', 'first', 'second'],
  variables: [],
  actions: [0, 1, 2].flatMap((thing) => [3, 4].map((coin) => ({ name: `(buy ${thing} ${coin})`, pre: [coin], add: [thing], delete: [coin], cost: 1 }))), // prettier-ignore
  init: [3, 4],
  goal: [0, 1, 2],
  numericGoal: [],
}

test('goals of which no two exclude each other, but all together do, are found by search', () => {
  expect(explainNoPlan(coins)).toMatchObject({ kind: 'unknown', reason: 'pairs' })
  const why = explainNoPlan(coins, { search: uniformCost })
  expect(why).toMatchObject({ kind: 'together', goals: [0, 1, 2], isMinimal: true })
  expect(why && noPlanText(why)).toEqual([
    'tea, bun and jam cannot be reached in one plan; without any one of them the others can.',
  ])
  const spare = { ...coins, facts: [...coins.facts, 'air'], init: [3, 4, 5], goal: [0, 1, 2, 5] }
  expect(explainNoPlan(spare, { search: uniformCost })).toMatchObject({ goals: [0, 1, 2] })
})

test('a limit is said', () => {
  expect(explainNoPlan(coins, { limit: 10 })).toMatchObject({ kind: 'unknown', reason: 'limit' })
})

const day = delivery({ init: [...start, 'road a c', 'road c b'] })
const ground = groundTask(day)
const best = uniformCost(ground).steps ?? []
const named = (steps: readonly number[], task: GroundTask = ground) =>
  steps.map((one) => task.actions[one]?.name)

test('a step is explained by what it supports, up to a goal, and by what fails without it', () => {
  expect(named(best)).toEqual(['(load p t a)', '(drive t a b)', '(unload p t b)'])
  const why = whyAction(ground, best, 0, uniformCost)
  expect(whyActionText(ground, best, why)).toEqual([
    '(load p t a) makes (in p t) true for (unload p t b), which makes (at p b) true, a goal.',
    '  Without it: Step 2, (unload p t b), cannot be done: it needs (in p t), which does not hold.',
    '  There is no plan without the action.',
  ])
  expect(whyAction(ground, best, 1, uniformCost).instead?.cost).toBe(4)
})

test('a step that serves no goal is told', () => {
  const drive = (name: string) => ground.actions.findIndex((one) => one.name === name)
  const plan = [...best, drive('(drive t b a)')]
  const why = whyAction(ground, plan, 3)
  expect(why).toMatchObject({ chain: null, goals: [], without: null })
  expect(whyActionText(ground, plan, why)).toEqual([
    '(drive t b a) serves no goal.',
    '  Without it the rest of the plan reaches the goal too.',
  ])
  expect(() => whyAction(ground, plan, 9)).toThrow(RangeError)
})

test('a step that moves a number towards a goal is explained by it', () => {
  const task = groundTask(money(is('rich'), change('increase', 'money', 2)))
  const { steps } = search(task, {}, () => 0)
  const why = whyAction(task, steps ?? [], 0)
  expect(whyActionText(task, steps ?? [], why)[0]).toContain(
    'brings the number nearer to (money) ≥ 9 for (work)',
  )
})

test('alternatives do without an action of the plan, the cheapest first', () => {
  const found = alternatives(ground, best, 5, uniformCost)
  expect(found.plans[0]).toMatchObject({ cost: 4 })
  expect(alternativesText(ground, found)[0]).toBe(
    '1. Cost 4: without (drive t a b), with (drive t a c) and (drive t c b).',
  )
  expect(found.end).toBe('none')
  expect(alternatives(ground, best, 1, uniformCost).end).toBe('count')
  expect(alternatives(ground, best, 5, uniformCost, 1).end).toBe('limit')
})

test('why not an action: what the plan with it costs, and whether it is of use', () => {
  const detour = whyNot(day, { name: 'drive', objects: ['t', 'c', 'b'] }, 3, uniformCost)
  expect(detour).toMatchObject({ kind: 'possible', extra: 1, helps: true })
  expect(whyNotText('(drive t c b)', detour)).toEqual([
    'The cheapest plan with (drive t c b) costs 4, 1 more than without.',
  ])
  const back = whyNot(day, { name: 'drive', objects: ['t', 'b', 'a'] }, 3, uniformCost)
  expect(back).toMatchObject({ kind: 'possible', extra: 1, helps: false })
})

test('why not an action: what it lacks', () => {
  const never = whyNot(day, { name: 'drive', objects: ['t', 'b', 'c'] }, 3, uniformCost)
  expect(never).toMatchObject({
    kind: 'impossible',
    why: { kind: 'unreachable', missing: [{ name: '(road b c)' }] },
  })
  expect(whyNotText('(drive t b c)', never)[0]).toBe('No plan uses (drive t b c).')
  expect(() => whyNot(day, { name: 'fly', objects: [] }, 3, uniformCost)).toThrow('no action fly')
  expect(() => whyNot(day, { name: 'drive', objects: [] }, 3, uniformCost)).toThrow('3 parameters')
})

test('why not an action: a limit of the search is said', () => {
  const short = (task: GroundTask) => uniformCost(task, 1)
  expect(whyNot(day, { name: 'drive', objects: ['t', 'c', 'b'] }, 3, short).kind).toBe('limit')
})

test('where all that could be assumed is too much, what never changes stays as it is', () => {
  const objects = Array.from({ length: 30 }, (_, index) => `o${index}`)
  const jump = lifted(
    'jump',
    parameters('a', 'b', 'c', 'd'),
    all('on ?a', 'link ?a ?b', 'link ?b ?c', 'link ?c ?d'),
    [effect('on ?d')],
  )
  const task = liftedTask({
    objects,
    predicates: typed('on a', 'link a b'),
    actions: [jump],
    init: objects.slice(1).map((name, index) => `link o${index} ${name}`),
    goal: is('on o4'),
  })
  const { why } = explained(task)
  const names = why?.kind === 'unreachable' ? why.missing.map(({ name }) => name) : []
  expect(names).toEqual(['(on o1)'])
})

test('an action that lacks a number only is told, with the number', () => {
  const lifted = taskOf(
    `(define (domain d) (:predicates (at ?p) (road ?a ?b)) (:functions (length ?a ?b) (total-cost))
       (:action go :parameters (?a ?b) :precondition (and (at ?a) (road ?a ?b))
         :effect (and (not (at ?a)) (at ?b) (increase (total-cost) (length ?a ?b)))))`,
    `(define (problem one) (:domain d) (:objects a b c) (:goal (at c)) (:metric minimize (total-cost))
       (:init (at a) (road a b) (road b c) (= (length a b) 2)))`,
  )
  const why = explainNoPlan(groundTask(lifted), { lifted })
  expect(why && noPlanText(why)).toContain('(go b c) would make (at c) true, but (length b c) has no value: give it one at the start.') // prettier-ignore
})
