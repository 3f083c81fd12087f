import { expect, test } from 'vitest'
import type { LiftedTask } from '../../src/planner/index.ts'
import { validateGroundPlan, validatePlan } from '../../src/planner/index.ts'
import { all, any, atom, change, effect, is, lifted, liftedTask, not, number, parameters, quantified, same } from './lifted.ts' // prettier-ignore

const steps = (...lines: readonly string[]) =>
  lines.map((line) => {
    const [name = '', ...objects] = line.split(' ')
    return { name, objects }
  })

const drive = lifted(
  'drive',
  parameters('t:truck', 'from:place', 'to:place'),
  all('at ?t ?from', not(same('?from', '?to'))),
  [effect('!at ?t ?from'), effect('at ?t ?to')],
  atom('distance ?from ?to'),
)
const trucks = liftedTask({
  objects: ['t1:truck', 't2:van', 'a:place', 'b:place', 'c:place'],
  types: [
    { name: 'truck', parent: 'object' },
    { name: 'van', parent: 'truck' },
    { name: 'place', parent: 'object' },
  ],
  functions: [{ name: 'distance', parameters: parameters('from', 'to') }],
  actions: [drive],
  init: ['at t1 a', 'at t2 b'],
  values: { 'distance a b': 3, 'distance b a': 4, 'distance b c': 2.5, 'distance a a': 1 },
  goal: all('at t1 c'),
})

test('a plan that reaches the goal is valid, and costs what its steps cost', () => {
  const { valid, cost, failure, trace } = validatePlan(trucks, steps('drive t1 a b', 'drive t1 b c', 'drive t2 b a')) // prettier-ignore
  expect(failure).toBeNull()
  expect({ valid, cost }).toEqual({ valid: true, cost: 9.5 })
  expect(trace[0]).toEqual({ cost: 3, added: ['(at t1 b)'], deleted: ['(at t1 a)'], changed: [] })
})

test('the failure names the step, the condition, and the step that deleted it', () => {
  const { valid, failure } = validatePlan(trucks, steps('drive t1 a b', 'drive t1 a b'))
  expect(valid).toBe(false)
  expect(failure).toMatchObject({
    kind: 'condition',
    step: 1,
    condition: '(at t1 a)',
    because: [{ of: '(at t1 a)', value: false, step: 0 }],
  })
  expect(failure?.message).toBe(
    'Step 2, (drive t1 a b), cannot be done: (at t1 a) does not hold: step 1, (drive t1 a b), deleted (at t1 a).',
  )
})

test.each([
  ['an unknown action', 'fly t1 a b', 'unknown', 'is no action of the task'],
  ['an unknown object', 'drive t9 a b', 'unknown', 't9, which is no object'],
  ['too few arguments', 'drive t1 a', 'arguments', 'has 2 arguments; the action has 3'],
  ['an object of another type', 'drive a a b', 'arguments', 'gives a for ?t, which must be of type truck'], // prettier-ignore
  ['equal objects', 'drive t1 a a', 'condition', '(not (= a a)) does not hold'],
  ['a cost without a value', 'drive t1 a c', 'number', '(distance a c) has no value'],
])('%s is told', (_, line, kind, message) => {
  const { failure } = validatePlan(trucks, steps(line))
  expect(failure).toMatchObject({ kind, step: 0, message: expect.stringContaining(message) })
})

test('a goal that is not reached is told with its reason', () => {
  const { failure } = validatePlan(trucks, steps('drive t1 a b'))
  expect(failure).toMatchObject({ kind: 'goal', step: null, condition: '(at t1 c)' })
  expect(failure?.message).toContain('nothing has added (at t1 c)')
})

const world = (
  effects: LiftedTask['actions'][number]['effects'],
  more: Parameters<typeof liftedTask>[0] = {},
): LiftedTask =>
  // prettier-ignore
  liftedTask({ actions: [lifted('go', [], all(), effects)], ...more })

test('what an action deletes and adds holds behind it', () => {
  const task = world([effect('lit'), effect('!lit')], { init: ['lit'], goal: is('lit') })
  expect(validatePlan(task, steps('go'))).toMatchObject({ valid: true })
})

test('conditional effects read the state before the action', () => {
  const swap = [
    effect('right', is('left')),
    effect('!left', is('left')),
    effect('left', is('right')),
    effect('!right', is('right')),
  ]
  const task = world(swap, { init: ['left'], goal: all('right', not('left')) })
  expect(validatePlan(task, steps('go')).valid).toBe(true)
  expect(validatePlan(task, steps('go', 'go')).failure?.condition).toBe('(right)')
})

test('an effect for all objects of a type changes these and no others', () => {
  const task = world([effect('!on ?l', not('kept ?l'), parameters('l:lamp'))], {
    objects: ['x:lamp', 'y:lamp', 'z:stove'],
    init: ['on x', 'on y', 'on z', 'kept y'],
    goal: all(not('on x'), 'on y', 'on z'),
  })
  expect(validatePlan(task, steps('go')).valid).toBe(true)
})

test.each([
  ['forall', quantified('forall', parameters('l:lamp'), is('on ?l')), ['on x'], '(on y)'],
  ['exists', quantified('exists', parameters('l:lamp'), is('on ?l')), [], '(exists (?l - lamp) (on ?l))'], // prettier-ignore
  ['not exists', not(quantified('exists', parameters('l:lamp'), is('on ?l'))), ['on y'], '(not (on y))'], // prettier-ignore
  ['or', any('on x', all('on y', 'on z')), ['on y'], '(or (on x) (and (on y) (on z)))'],
  ['not or', not(any('on x', 'on y')), ['on y'], '(not (on y))'],
  ['not and', not(all('on x', 'on y')), ['on x', 'on y'], '(not (and (on x) (on y)))'],
])('a goal of the kind %s says what of it does not hold', (_, goal, init, condition) => {
  const task = liftedTask({ objects: ['x:lamp', 'y:lamp', 'z:stove'], init, goal })
  expect(validatePlan(task, []).failure?.condition).toBe(condition)
})

test.each([
  ['forall', quantified('forall', parameters('l:lamp'), is('on ?l')), ['on x', 'on y']],
  ['exists', quantified('exists', parameters('l:lamp', 'm:lamp'), all('next ?l ?m', 'on ?l', not(same('?l', '?m')))), ['on x', 'next x y', 'next y y']], // prettier-ignore
  ['not forall', not(quantified('forall', parameters('l'), is('on ?l'))), ['on x', 'on y']],
  ['a hidden parameter', quantified('exists', parameters('l:lamp'), all('on ?l', quantified('exists', parameters('l:stove'), is('off ?l')))), ['on x', 'off z']], // prettier-ignore
  ['or', any('on x', all('on y', 'on z')), ['on y', 'on z']],
])('a goal of the kind %s that holds is reached', (_, goal, init) => {
  const task = liftedTask({ objects: ['x:lamp', 'y:lamp', 'z:stove'], init, goal })
  expect(validatePlan(task, []).failure).toBeNull()
})

test('many quantified parameters are looked at one after the other', () => {
  const objects = Array.from({ length: 60 }, (_, index) => `o${index}`)
  const goal = quantified('exists', parameters('a', 'b', 'c', 'd', 'e'), all('p ?a ?b', 'p ?b ?c', 'p ?c ?d', 'p ?d ?e')) // prettier-ignore
  const task = liftedTask({ objects, init: ['p o0 o1', 'p o1 o2', 'p o2 o3'], goal })
  expect(validatePlan(task, []).valid).toBe(false)
  expect(validatePlan({ ...task, init: [...task.init, atom('p o3 o4')] }, []).valid).toBe(true)
})

const tank = (...effects: LiftedTask['actions'][number]['effects']): LiftedTask =>
  liftedTask({
    functions: [
      { name: 'fuel', parameters: [] },
      { name: 'oil', parameters: [] },
    ],
    values: { fuel: 5 },
    actions: [lifted('go', [], number(atom('fuel'), '≥', 2), effects)],
    goal: number(atom('fuel'), '<', 2),
  })

test('numbers are changed and compared, and a failure tells the number and who made it', () => {
  const task = tank(change('decrease', 'fuel', 2))
  expect(validatePlan(task, steps('go', 'go')).valid).toBe(true)
  const { failure } = validatePlan(task, steps('go', 'go', 'go'))
  expect(failure).toMatchObject({
    condition: '(>= (fuel) 2)',
    because: [{ of: '(fuel)', value: 1, step: 1 }],
  })
  expect(failure?.message).toContain('step 2, (go), made (fuel) 1')
})

test('changes of one number by one action add up, all read from the state before', () => {
  const half = { operator: '/', left: atom('fuel'), right: 5 } as const
  const task = tank(change('decrease', 'fuel', 3), change('decrease', 'fuel', half))
  expect(validatePlan(task, steps('go')).trace[0]?.changed).toEqual([{ of: '(fuel)', value: 1 }])
})

test.each([
  ['reads a number without a value', change('increase', 'fuel', atom('oil')), '(oil) has no value'],
  ['changes a number without a value', change('increase', 'oil', 1), '(oil) has no value'],
  ['divides by 0', change('assign', 'fuel', { operator: '/', left: 1, right: 0 }), 'Infinity, which is no finite number'], // prettier-ignore
  ['overflows', change('increase', 'fuel', Number.MAX_VALUE), '(fuel) would become Infinity'],
])('an action that %s cannot be done', (_, one, message) => {
  const task = { ...tank(one, one), values: [{ of: atom('fuel'), value: Number.MAX_VALUE }] }
  const { failure } = validatePlan(task, steps('go'))
  expect(failure).toMatchObject({ kind: 'number', message: expect.stringContaining(message) })
})

test('two values for one number at once are refused, the same value twice is not', () => {
  const twice = (value: number) => tank(change('assign', 'fuel', 1), change('assign', 'fuel', value)) // prettier-ignore
  expect(validatePlan(twice(2), steps('go')).failure?.message).toContain('to 1 and to 2 at once')
  expect(validatePlan(twice(1), steps('go')).valid).toBe(true)
  const both = tank(change('assign', 'fuel', 1), change('increase', 'fuel', 1))
  expect(validatePlan(both, steps('go')).failure?.message).toContain('sets and changes')
})

test('neither a comparison of a number without a value nor its contrary holds', () => {
  const goal = number(atom('oil'), '>', 2)
  for (const one of [goal, not(goal)])
    expect(validatePlan({ ...tank(), goal: one }, []).failure?.message).toContain('(oil) has no value') // prettier-ignore
})

const ground = {
  facts: ['(a)', '(b)'],
  variables: [{ name: '(fuel)', value: 3 }, { name: '(oil)', value: NaN }], // prettier-ignore
  actions: [
    { name: '(use)', pre: [0], add: [1], delete: [0], cost: 2, changes: [{ variable: 0, kind: 'decrease', value: 2 }] }, // prettier-ignore
    { name: '(check)', pre: [], add: [], delete: [], cost: 1, conditions: [{ variable: 0, compare: '≥', value: 2 }] }, // prettier-ignore
    { name: '(grease)', pre: [], add: [], delete: [], cost: 1, changes: [{ variable: 1, kind: 'increase', value: 2 }] }, // prettier-ignore
    { name: '(slip)', pre: [], add: [], delete: [], cost: 1, conditions: [{ variable: 1, compare: '≠', value: 2 }] }, // prettier-ignore
  ],
  init: [0],
  goal: [1],
  numericGoal: [{ variable: 0, compare: '<', value: 2 }],
} as const

test.each([
  [[1], { kind: 'goal', step: null, fact: 1, since: null }],
  [[0, 0], { kind: 'condition', step: 1, fact: 0, since: 0, message: 'Step 2, (use), cannot be done: it needs (a), which does not hold since step 1, (use).' }], // prettier-ignore
  [[0, 1], { kind: 'number', step: 1, since: 0, message: 'Step 2, (check), cannot be done: it needs (fuel) ≥ 2, but it is 1 since step 1, (use).' }], // prettier-ignore
  [[2], { kind: 'number', step: 0 }],
  [[3], { kind: 'number', step: 0 }],
  [[9], { kind: 'unknown', step: 0 }],
])('a plan by numbers, %j, is carried out', (plan, failure) => {
  expect(validateGroundPlan(ground, plan).failure).toMatchObject(failure)
})

test('a plan by numbers that reaches the goal is valid, and costs what its steps cost', () => {
  expect(validateGroundPlan(ground, [1, 0])).toEqual({ valid: true, cost: 3, failure: null })
})

test('a plan by numbers needs its numeric goal', () => {
  const task = { ...ground, numericGoal: [{ variable: 0, compare: '=', value: 3 }] } as const
  expect(validateGroundPlan(task, [0]).failure).toMatchObject({ kind: 'goal', since: 0, condition: task.numericGoal[0] }) // prettier-ignore
})
