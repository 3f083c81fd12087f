import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs' // prettier-ignore
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { goap, type Said } from './run.ts'

// What is wrong with the files of a planning task, or with where a plan is to be written, is told; it does no harm.

const domain = `(define (domain d) (:requirements :typing) (:types t)
  (:predicates (p ?x - t) (q))
  (:action act :parameters (?x - t) :precondition (p ?x) :effect (q)))`
const problem = '(define (problem one) (:domain d) (:objects o - t) (:init (p o)) (:goal (q)))'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'goap-edges-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const plan = (folder: string, one: string, other = 'p.pddl', ...more: string[]): Promise<Said> =>
  goap(folder, ['plan', '--pddl', one, other, ...more])

test.each([
  ['compressed', gzipSync(domain), 3, 'd.pddl:1:1', 'gunzip'],
  ['UTF-16', Buffer.from(`\uFEFF${domain}`, 'utf16le'), 3, 'd.pddl:1:1', 'UTF-16'],
  ['Latin-1', Buffer.from(domain.replace('(q)', '(qü)'), 'latin1'), 3, 'd.pddl:2:29', 'no UTF-8'],
  ['cut off', domain.slice(0, 100), 3, 'd.pddl:3:3', 'never closed'],
  ['empty', '', 3, 'd.pddl:1:1', 'empty'],
  ['one name', `(define (domain ${'n'.repeat(2_000_000)}))`, 3, 'p.pddl:1', `${'n'.repeat(80)}…`],
  ['a deep list', '('.repeat(2_000_000), 3, 'd.pddl:1:1001', 'more than 1000 deep'],
  ['a comment', `;${'x'.repeat(2_000_000)}`, 3, 'd.pddl:1:1', 'empty'],
] as const)(
  'a domain that is %s is told with its place',
  async (_name, content, exit, place, says) => {
    const { code, out, err } = await plan(folderWith({ 'd.pddl': content, 'p.pddl': problem }), 'd.pddl') // prettier-ignore
    expect([code, out]).toEqual([exit, ''])
    expect(err).toContain(place)
    expect(err).toContain(says)
    expect(err).not.toMatch(/^ +at /m)
    expect(err.length).toBeLessThan(5000)
  },
)

test('bytes of another encoding in a comment harm nobody', async () => {
  const latin = Buffer.from(`; für Lkw\n${domain}`, 'latin1')
  const { code, out } = await plan(folderWith({ 'd.pddl': latin, 'p.pddl': problem }), 'd.pddl')
  expect([code, out]).toEqual([0, '(act o)\n; cost = 1\n'])
})

test('a file that is not there, a folder, and one without end are told', async () => {
  const folder = folderWith({ 'd.pddl': domain, 'p.pddl': problem })
  mkdirSync(join(folder, 'tasks'))
  expect(await plan(folder, 'd.pdl')).toMatchObject({ code: 2, err: expect.stringMatching(/d\.pdl does not exist\..*\n.*Did you mean d\.pddl/) }) // prettier-ignore
  expect(await plan(folder, 'tasks')).toMatchObject({ code: 2, err: expect.stringContaining('tasks is a folder') }) // prettier-ignore
  expect(await plan(folder, 'no/d.pddl')).toMatchObject({ code: 2, err: expect.stringContaining('folder no does not exist either') }) // prettier-ignore
})

test.skipIf(!existsSync('/dev/zero'))('what has no end is not read on', async () => {
  const folder = folderWith({ 'p.pddl': problem })
  expect(await plan(folder, '/dev/zero')).toMatchObject({ code: 2, err: expect.stringContaining('planner/too-large') }) // prettier-ignore
  expect(await goap(folder, ['plan', '/dev/zero'])).toMatchObject({ code: 2, err: expect.stringContaining('documents/too-large') }) // prettier-ignore
})

test.skipIf(process.platform === 'win32')('a pipe is read to its end', async () => {
  const folder = folderWith({ 'd.pddl': domain, 'p.pddl': problem })
  execFileSync('mkfifo', [join(folder, 'pipe')])
  const writer = spawn('sh', ['-c', 'cat d.pddl > pipe'], { cwd: folder })
  const ended = new Promise((resolve) => void writer.on('close', resolve))
  expect(await plan(folder, 'pipe')).toMatchObject({ code: 0, out: '(act o)\n; cost = 1\n' })
  await ended
})

const nine = 'abcdefghi'.split('')

test.each([1, 2, 3])(
  'with %i actions of nine parameters over a hundred objects grounding ends, and names the parameter and the place',
  async (count) => {
    const objects = Array.from({ length: 100 }, (_one, index) => `o${index}`)
    const actions = Array.from({ length: count }, (_one, index) => `(:action act${index} :parameters (${nine.map((name) => `?${name}`).join(' ')} - t)
    :precondition (and (p ?a) (p ?b) (p ?c) (p ?d) (p ?e) (p ?f) (p ?g) (p ?h)) :effect (and (q) (r ?a ?b)))`) // prettier-ignore
    const folder = folderWith({
      'd.pddl': `(define (domain d) (:types t) (:predicates (p ?x - t) (r ?x ?y - t) (q))\n${actions.join('\n')})`,
      'p.pddl': `(define (problem one) (:domain d) (:objects ${objects.join(' ')} - t)
      (:init ${objects.map((one) => `(p ${one})`).join(' ')}) (:goal (and (q) (r o1 o2))))`,
    })
    const listened: unknown[] = []
    const interrupted = (stop: unknown): (() => void) => (listened.push(stop), () => {})
    const { code, err } = await goap(folder, ['plan', '--pddl', 'd.pddl', 'p.pddl'], {
      interrupted,
    })
    expect(code).toBe(3)
    expect(err).toMatch(/^d\.pddl:2:1 {2}error {2}planner\/endless-grounding\n.*"act0"; its parameter \?i stands for 100 objects, and its 9 parameters for 10\^18 choices/) // prettier-ignore
    expect(err).toContain('Leave ?i out')
    // While it makes actions it hears nothing: Ctrl-C ends the process then, as that of any program.
    expect(listened).toEqual([])
  },
)

test('endless grounding of a goal document is told where its action stands', async () => {
  const names = Array.from({ length: 100 }, (_one, index) => `o${index}`)
  const folder = folderWith({ 'goal.md': `---\ngoap: goal\n---\n# E\n\n## Goal\n\n- q(o1, o2)\n\n## Objects\n\n- ${names.join(', ')}: T\n\n## Actions\n\n### Action: act(${nine.map((name) => `${name}: T`).join(', ')})\n\n- Effects: q(a, b)\n` }) // prettier-ignore
  const { code, err } = await goap(folder, ['plan', 'goal.md'])
  expect(code).toBe(3)
  expect(err).toMatch(/^goal\.md:16:13 {2}error {2}planner\/endless-grounding\n/)
})

test('a cost that is calculated below 0 is told where the action stands', async () => {
  const folder = folderWith({
    'd.pddl': '(define (domain d) (:predicates (q)) (:functions (n) (total-cost))\n  (:action act :effect (and (q) (increase (total-cost) (- (n) 5)))))', // prettier-ignore
    'p.pddl': '(define (problem one) (:domain d) (:init (= (n) 3)) (:goal (q)) (:metric minimize (total-cost)))', // prettier-ignore
  })
  expect(await plan(folder, 'd.pddl')).toMatchObject({ code: 3, err: expect.stringMatching(/^d\.pddl:2:3 {2}error {2}planner\/bad-number\n {2}The cost of \(act\) is -2/) }) // prettier-ignore
})

test('a plan is written whole, through a link, with the rights of the file that was there, or not at all', async () => {
  const folder = folderWith({ 'd.pddl': domain, 'p.pddl': problem, 'plan.txt': 'before' })
  chmodSync(join(folder, 'plan.txt'), 0o640)
  symlinkSync('plan.txt', join(folder, 'link.txt'))
  const before = readdirSync(folder)
  expect(await plan(folder, 'd.pddl', 'p.pddl', '-o', 'link.txt')).toMatchObject({ code: 2 })
  expect(readFileSync(join(folder, 'plan.txt'), 'utf8')).toBe('before')
  expect(await plan(folder, 'd.pddl', 'p.pddl', '-o', 'link.txt', '--force')).toMatchObject({ code: 0 }) // prettier-ignore
  expect(readFileSync(join(folder, 'plan.txt'), 'utf8')).toBe('(act o)\n; cost = 1\n')
  expect(statSync(join(folder, 'plan.txt')).mode & 0o777).toBe(0o640)
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true)
  expect(readdirSync(folder)).toEqual(before)
  expect(await plan(folder, 'd.pddl', 'p.pddl', '-o', 'no/plan.txt')).toMatchObject({ code: 2, err: expect.stringContaining('workspace/not-writable') }) // prettier-ignore
})

/** A tank that is filled by commands until it holds more than the load, both of which are read from files. */
const tank = `---
goap: goal
---
# Fill up

## Goal

- fuel >= load + 1

## Probes

- fuel: \`cat fuel\`
- load: \`cat load\`

## Actions

### Action: fill

- Preconditions: fuel <= load
- Effects: fuel += 2
- Resources: tank
- Command: \`echo $(($(cat fuel) + 2)) > fuel\`

### Action: pack

- Effects: load += 1
- Command: \`echo $(($(cat load) + 1)) > load\`
`

test('numbers of the world are compared with each other when a plan runs, and at its end', async () => {
  const folder = folderWith({ 'tank.md': tank, fuel: '0\n', load: '3\n' })
  const { code, out, err } = await goap(folder, ['execute', 'tank.md', '--yes'])
  expect([code, out + err]).toEqual([0, expect.stringContaining('fuel ≥ load + 1')])
  expect(readFileSync(join(folder, 'fuel'), 'utf8')).toBe('4\n')
})

test('a number that does not come to what it is compared with fails the gate', async () => {
  // The command fills less than it says.
  const folder = folderWith({ 'tank.md': tank.replace('cat fuel) + 2', 'cat fuel) + 0'), fuel: '2\n', load: '3\n' }) // prettier-ignore
  const { code } = await goap(folder, ['execute', 'tank.md', '--yes'])
  expect(code).not.toBe(0)
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a search with its exit code, and nothing is written', async (signal, exit) => {
  const folder = folderWith({
    'd.pddl': '(define (domain d) (:predicates (q)) (:functions (n) (m))\n  (:action up :effect (increase (n) 1))\n  (:action down :effect (decrease (n) 1))\n  (:action never :precondition (and (< (n) 0) (> (m) 3)) :effect (and (q) (decrease (m) 1)))\n  (:action more :precondition (< (n) (m)) :effect (and (increase (m) 1) (increase (n) 2))))', // prettier-ignore
    'p.pddl': '(define (problem one) (:domain d) (:init (= (n) 0) (= (m) 0)) (:goal (q)))',
  })
  const interrupted = (stop: (signal: 'SIGINT' | 'SIGTERM') => unknown): (() => void) => {
    stop(signal)
    return () => {}
  }
  const { code, err } = await goap(folder, ['plan', '--pddl', 'd.pddl', 'p.pddl', '-o', 'plan.txt'], { interrupted }) // prettier-ignore
  expect([code, err]).toEqual([exit, expect.stringContaining('ended before it found a plan')])
  expect(existsSync(join(folder, 'plan.txt'))).toBe(false)
})
