import { expect, test } from 'vitest'
import { groundTask, pddlCatalogue, printPddl, type PddlCode } from '../../../src/planner/index.ts'
import { domain, problem } from '../delivery.ts'
import { reading } from '../tasks.ts'

/** What is changed in which file, and what is found where. `|` marks the place in the new text. */
interface Case {
  readonly file?: 'problem'
  readonly old: string
  readonly to: string
  readonly code: PddlCode
  readonly says: RegExp
  readonly hint?: RegExp
}

const cases: Readonly<Record<string, Case>> = {
  'a bracket that is never closed': {
    old: '(:types truck place - thing crate)',
    to: '|(:types truck place - thing crate',
    code: 'planner/pddl-syntax',
    says: /never closed/,
  },
  'a bracket too much': {
    old: ':effect (assign (fuel ?t) 5)))',
    to: ':effect (assign (fuel ?t) 5)))|)',
    code: 'planner/pddl-syntax',
    says: /closes nothing/,
  },
  'a section outside': {
    old: '(:constants depot - place)',
    to: '(:constants depot - place))',
    code: 'planner/pddl-syntax',
    says: /closes nothing|outside/,
  },
  'a misspelt section': {
    old: '(:constants depot',
    to: '|(:constant depot',
    code: 'planner/pddl-syntax',
    says: /no section/,
    hint: /:constants/,
  },
  'a misspelt part of an action': {
    old: ':precondition (at ?t depot)',
    to: '|:preconditions (at ?t depot)',
    code: 'planner/pddl-syntax',
    says: /no part of an action/,
    hint: /:precondition\?/,
  },
  'a part without a value': {
    old: ':parameters (?t - truck)\n    :precondition',
    to: '|:parameters :precondition',
    code: 'planner/pddl-syntax',
    says: /a value is missing/,
  },
  'a parameter without a question mark': {
    old: '(?t - truck)\n',
    to: '(|t - truck)\n',
    code: 'planner/pddl-syntax',
    says: /begin with \?/,
  },
  'a dash without a type': {
    old: 'thing crate)',
    to: 'thing crate |-)',
    code: 'planner/pddl-syntax',
    says: /a type is missing/,
  },
  'a type that descends from itself': {
    old: 'thing crate)',
    to: 'thing crate |box - bin bin - box)',
    code: 'planner/pddl-syntax',
    says: /descends from itself/,
  },
  'not with two parts': {
    old: '(not (at ?t ?from))',
    to: '|(not (at ?t ?from) (at ?t ?to))',
    code: 'planner/pddl-syntax',
    says: /takes one part, but has 2/,
  },
  'a problem without a goal': {
    file: 'problem',
    old: '(:goal (and (at t1 market) (or (lost c1) (imply (in c1 t1) (exists (?p - place) (at t1 ?p))))))',
    to: '',
    code: 'planner/pddl-syntax',
    says: /no :goal/,
  },
  'a domain in the place of the problem': {
    file: 'problem',
    old: '(problem one-way)',
    to: '|(domain one-way)',
    code: 'planner/pddl-syntax',
    says: /expected here/,
    hint: /This file is a domain/,
  },
  'deep nesting': {
    old: '(at ?t depot)',
    to: `${'(and '.repeat(998)}|${'(and '.repeat(10)}(at ?t depot)${')'.repeat(1008)}`,
    code: 'planner/pddl-too-large',
    says: /nest more than 1000 deep/,
  },
  'durative actions': {
    old: '(:action fill',
    to: '|(:durative-action fill',
    code: 'planner/pddl-unsupported',
    says: /section :durative-action is not supported/,
    hint: /pddl\.md/,
  },
  'a requirement that is not supported': {
    old: ':conditional-effects)',
    to: '|:derived-predicates)',
    code: 'planner/pddl-unsupported',
    says: /requirement :derived-predicates/,
    hint: /Supported are :strips/,
  },
  'a misspelt requirement': {
    old: ':conditional-effects)',
    to: '|:conditional-effect)',
    code: 'planner/pddl-unsupported',
    says: /:conditional-effect /,
    hint: /Did you mean :conditional-effects\?/,
  },
  'derived predicates': {
    old: '(:action fill',
    to: '|(:derived (lost ?c) (lost ?c)) (:action fill',
    code: 'planner/pddl-unsupported',
    says: /:derived/,
  },
  'a preference': {
    file: 'problem',
    old: '(lost c1)',
    to: '|(preference p (lost c1))',
    code: 'planner/pddl-unsupported',
    says: /"preference"/,
  },
  'a timed initial literal': {
    file: 'problem',
    old: '(at t1 depot)',
    to: '|(at 5 (at t1 depot))',
    code: 'planner/pddl-unsupported',
    says: /begin at a time/,
  },
  'another metric': {
    file: 'problem',
    old: '(:metric minimize (total-cost))',
    to: '|(:metric minimize (total-time))',
    code: 'planner/pddl-unsupported',
    says: /metric/,
  },
  'objects as values of functions': {
    old: '- number (fuel',
    to: '- |place (fuel',
    code: 'planner/pddl-unsupported',
    says: /Only functions with numbers/,
  },
  'a cost under a condition': {
    old: '(increase (total-cost) (length ?from ?to))',
    to: '(when (at ?t depot) |(increase (total-cost) 1))',
    code: 'planner/pddl-unsupported',
    says: /without a condition/,
  },
  'a cost that actions change': {
    old: '(increase (total-cost) (length ?from ?to))',
    to: '(increase (total-cost) |(fuel ?t))',
    code: 'planner/pddl-unsupported',
    says: /cost depends on \(fuel\)/,
  },
  'a number changed by a variable': {
    old: '(decrease (fuel ?t) 1)',
    to: '|(decrease (fuel ?t) (fuel ?t))',
    code: 'planner/pddl-unsupported',
    says: /changed by \(fuel\)/,
  },
  'a comparison of two variables': {
    old: '(>= (fuel ?t) 1)',
    to: '|(>= (fuel ?t) (fuel ?t))',
    code: 'planner/pddl-unsupported',
    says: /compared with another/,
  },
  'a scaled number': {
    old: '(decrease (fuel ?t) 1)',
    to: '|(scale-up (fuel ?t) 2)',
    code: 'planner/pddl-unsupported',
    says: /"scale-up"/,
  },
  'a type with two parents': {
    old: 'thing crate)',
    to: 'thing crate - |(either truck place))',
    code: 'planner/pddl-unsupported',
    says: /several parents/,
  },
  'an unknown type': {
    old: ':parameters (?t - truck)',
    to: ':parameters (?t - |truk)',
    code: 'planner/pddl-unknown-name',
    says: /no type "truk"/,
    hint: /Did you mean "truck"\?/,
  },
  'an unknown predicate': {
    old: '(at ?t depot)',
    to: '(|att ?t depot)',
    code: 'planner/pddl-unknown-name',
    says: /no predicate "att"/,
    hint: /"at"/,
  },
  'an unknown function': {
    file: 'problem',
    old: '(= (fuel t1) 1)',
    to: '(= (|feul t1) 1)',
    code: 'planner/pddl-unknown-name',
    says: /no function "feul"/,
  },
  'an unknown object': {
    file: 'problem',
    old: '(and (at t1 market)',
    to: '(and (at t1 |markt)',
    code: 'planner/pddl-unknown-name',
    says: /no object "markt"/,
    hint: /"market"/,
  },
  'an unknown parameter': {
    old: '(at ?t ?to)',
    to: '(at ?t |?two)',
    code: 'planner/pddl-unknown-name',
    says: /no parameter \?two/,
    hint: /Did you mean \?to\?/,
  },
  'a parameter whose question mark is missing': {
    old: '(at ?t ?to)',
    to: '(at ?t |to)',
    code: 'planner/pddl-unknown-name',
    says: /no object "to"/,
    hint: /Did you mean \?to\?/,
  },
  'too few arguments': {
    file: 'problem',
    old: '(:init (at t1 depot)',
    to: '(:init |(at t1)',
    code: 'planner/pddl-arity',
    says: /"at" has 2 arguments, but 1 is given/,
  },
  'exchanged arguments': {
    file: 'problem',
    old: '(:init (at t1 depot)',
    to: '(:init (at |depot t1)',
    code: 'planner/pddl-type',
    says: /"depot" is of type place, but \?t of "at" is of type truck/,
  },
  'a parameter of a type that cannot be': {
    old: '(when (not (in ?c ?t))',
    to: '(when (not (in |?t ?t))',
    code: 'planner/pddl-type',
    says: /"\?t" is of type truck/,
  },
  'two actions of a name': {
    old: '(:action fill',
    to: '|(:action drive',
    code: 'planner/pddl-repeated-name',
    says: /two actions "drive"/,
  },
  'two predicates of a name': {
    old: '(lost ?c - crate)',
    to: '(lost ?c - crate) |(at ?c - crate)',
    code: 'planner/pddl-repeated-name',
    says: /two predicates "at"/,
  },
  'two parameters of a name': {
    old: '(?t - truck ?from ?to - place)',
    to: '(?t - truck ?from |?from ?to - place)',
    code: 'planner/pddl-repeated-name',
    says: /two parameters \?from/,
  },
  'two objects of a name': {
    file: 'problem',
    old: 'c1 - crate)',
    to: 'c1 - crate |market - crate)',
    code: 'planner/pddl-repeated-name',
    says: /two objects "market"/,
  },
  'two values of a function': {
    file: 'problem',
    old: '(= (fuel t1) 1)',
    to: '(= (fuel t1) 1) |(= (fuel t1) 2)',
    code: 'planner/pddl-repeated-name',
    says: /\(fuel t1\) has two values/,
  },
  'a negative cost': {
    old: '(increase (total-cost) (length ?from ?to))',
    to: '(increase (total-cost) |-3)',
    code: 'planner/pddl-bad-number',
    says: /cost -3 is negative/,
  },
  'a negative value that is a cost': {
    file: 'problem',
    old: '(= (length depot market) 4.5)',
    to: '|(= (length depot market) -4.5)',
    code: 'planner/pddl-bad-number',
    says: /cost of an action, and is negative/,
  },
  'a number beyond 64 bits': {
    file: 'problem',
    old: '4.5',
    to: '|1e999',
    code: 'planner/pddl-bad-number',
    says: /1e999 is too large/,
  },
  'no number': {
    file: 'problem',
    old: '4.5',
    to: '|NaN',
    code: 'planner/pddl-bad-number',
    says: /"nan" is no number/,
  },
  'a problem of another domain': {
    file: 'problem',
    old: '(:domain delivery)',
    to: '(:domain |deliveries)',
    code: 'planner/pddl-other-domain',
    says: /for the domain "deliveries"/,
  },
  'an action without effects': {
    old: '(:action fill',
    to: '(:action |wait :parameters ()) (:action fill',
    code: 'planner/pddl-no-effect',
    says: /"wait" has no effect/,
  },
}

test('the domain and problem that the cases change are right', () => {
  expect(reading(domain, problem).findings).toEqual([])
})

test.each(Object.entries(cases))('%s is found where it is', (_name, one) => {
  const { file, old, to, code, says, hint } = one
  const text = file === 'problem' ? problem : domain
  expect(text).toContain(old)
  const marked = text.replace(old, () => to)
  const mark = marked.indexOf('|')
  const changed = marked.replace('|', '')
  const { task, findings } =
    file === 'problem' ? reading(domain, changed) : reading(changed, problem)
  const found = findings.find((finding) => finding.code === code && says.test(finding.message))
  expect(found, findings.map(({ message }) => message).join('\n')).toMatchObject({
    severity: pddlCatalogue[code].severity,
    file: file === 'problem' ? 'problem.pddl' : 'domain.pddl',
  })
  expect(found?.hint).toMatch(hint ?? /./)
  expect(task === null).toBe(pddlCatalogue[code].severity === 'error')
  const lines = changed.slice(0, Math.max(0, mark)).split('\n')
  const place = { start: mark, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
  expect(found?.place).toMatchObject(mark < 0 ? {} : place)
})

test('every finding has a case', () => {
  const codes = new Set(Object.values(cases).map(({ code }) => code))
  expect(Object.keys(pddlCatalogue).filter((code) => !codes.has(code as PddlCode))).toEqual([])
})

test('a file beyond the limit is refused without being read', () => {
  const { task, findings } = reading(domain, problem, { maximumCharacters: 500 })
  expect(task).toBeNull()
  expect(findings).toMatchObject([
    {
      code: 'planner/pddl-too-large',
      file: 'domain.pddl',
      message: expect.stringContaining('at most 500'),
      place: { line: 1, column: 1 },
    },
  ])
})

test('a hundred thousand brackets are refused, and so are their closing ones', () => {
  for (const text of [
    '('.repeat(100_000),
    ')'.repeat(100_000),
    `${'('.repeat(100_000)}${')'.repeat(100_000)}`,
  ]) {
    const { task, findings } = reading(text, problem)
    expect([task, findings.length]).toEqual([null, 1])
  }
})

test('what nests almost as deep as is allowed is read, printed and grounded', () => {
  const deep = `${'(and '.repeat(900)}(at ?t depot)${')'.repeat(900)}`
  const { task } = reading(domain.replace('(at ?t depot)', deep), problem)
  if (!task) throw new Error('no task was read')
  expect(printPddl(task).domain).toContain('(and (and (and')
  expect(groundTask(task).actions.length).toBeGreaterThan(0)
})

test('among very many names no near one is looked for', () => {
  const many = Array.from({ length: 6000 }, (_one, number) => `(fact${number})`).join(' ')
  const { findings } = reading(
    domain
      .replace('(lost ?c - crate)', `(lost ?c - crate) ${many}`)
      .replace('(at ?t depot)', '(fact)'),
    problem,
  )
  expect(findings).toMatchObject([
    { message: 'There is no predicate "fact".', hint: 'Declare it, or correct the name.' },
  ])
})

test('of very many findings the first hundred are told, and how many follow', () => {
  const many = problem.replace('(:init', `(:init ${'(att t1) '.repeat(1000)}`)
  const { findings } = reading(domain, many)
  expect(findings).toHaveLength(100)
  expect(findings.at(-1)?.message).toContain('(900 more findings follow.)')
})

test('empty files and files of something else are told', () => {
  expect(reading('', problem).findings).toMatchObject([{ message: 'The file is empty.' }])
  expect(reading(domain, '# A plan').findings[0]?.message).toMatch(/\(define \(problem NAME\)/)
})
