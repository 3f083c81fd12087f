import { expect, test } from 'vitest'
import { groundTask, pddlCatalogue, printPddl, type PddlCode } from '../../../src/planner/index.ts'
import { domain, problem } from '../delivery.ts'
import { reading } from '../tasks.ts'
import { faults } from './faults.ts'

test('the domain and problem that the faults change are right', () => {
  expect(reading(domain, problem).findings).toEqual([])
})

test.each(Object.entries(faults))('%s is found where it is', (_name, one) => {
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

test('every finding has a fault', () => {
  const codes = new Set(Object.values(faults).map(({ code }) => code))
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

test('types that descend from each other very often are refused, and circles of very many are told in the time of reading', () => {
  const chain = Array.from({ length: 20_000 }, (_one, index) => `t${index} - t${index + 1}`).join(' ') // prettier-ignore
  const deep = reading(domain.replace('thing crate)', `thing crate ${chain})`), problem)
  expect(deep.task).toBeNull()
  expect(deep.findings[0]?.message).toMatch(/^The type "t19\d{3}" has more than 1000 ancestors\./)
  const circle = reading(
    domain.replace('thing crate)', `thing crate ${chain} t20000 - t0)`),
    problem,
  )
  expect(circle.findings[0]?.message).toBe('The type "t0" descends from itself.')
})

test('a derived predicate at the start is told where it stands', () => {
  const derived = domain.replace('(:action fill', '(:derived (road ?from ?to) (at t2 ?to)) (:action fill').replace('depot - place)', 'depot - place t2 - truck)') // prettier-ignore
  const { findings } = reading(derived, problem)
  expect(findings[0]).toMatchObject({ code: 'planner/pddl-derived', file: 'problem.pddl', place: { line: 4 } }) // prettier-ignore
})
