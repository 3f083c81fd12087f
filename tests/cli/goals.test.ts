import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { goap } from './run.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A door that stands in a file, and ways to open it, each of which tells in a log that it was tried. */
const door = `---
goap: goal
---
# Get in

## Goal

- door = open
- lamp = on

## Current State

- crates = 2

## Facts

- door: closed | open
- lamp: off | on
- crates: number

## Probes

- door: \`cat door\`
- lamp: \`cat lamp\`

## Actions

### Action: Push the door

- Preconditions: door = closed
- Effects: door = open
- Cost: 1
- Command: \`echo pushed >> log; exit 1\`
- Rollback: \`echo mended >> log\`

### Action: Unlock the door

- Preconditions: door = closed
- Effects: door = open
- Cost: 9
- Command: \`echo open > door; echo unlocked >> log\`

### Action: Light the lamp

- Effects: lamp = on
- Cost: 1
- Command: \`echo on > lamp\`
`

function house(text = door): string {
  const folder = mkdtempSync(join(tmpdir(), 'goap-goals-'))
  folders.push(folder)
  mkdirSync(join(folder, 'goals'))
  writeFileSync(join(folder, 'goals/door.md'), text)
  writeFileSync(join(folder, 'door'), 'closed\n')
  writeFileSync(join(folder, 'lamp'), 'off\n')
  execFileSync('git', ['init', '-q'], { cwd: folder })
  return folder
}

const log = (folder: string): readonly string[] => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') // prettier-ignore

describe('goap execute with a goal document', () => {
  test('an action fails twice, what it left is undone, and the plan goes another way', async () => {
    const folder = house()
    const before = readFileSync(join(folder, 'goals/door.md'))
    const { code, out } = await goap(folder, ['execute', 'goals/door.md', '--yes'])
    expect(out).toContain(
      'Another way to the goal: Push the door failed; now Undo: Push the door, Push the door',
    )
    expect(out).toContain(
      'Push the door (2 times) failed; now Undo: Push the door, Unlock the door',
    )
    expect(code).toBe(0)
    expect(out).toContain('Failed on the way, and done in another:')
    expect(log(folder)).toEqual(['pushed', 'mended', 'pushed', 'mended', 'unlocked'])
    expect(readFileSync(join(folder, 'door'), 'utf8')).toBe('open\n')
    // A goal document is planned, not written into.
    expect(readFileSync(join(folder, 'goals/door.md'))).toEqual(before)
    const events = (await goap(folder, ['log', '--json'])).out.trim().split('\n').map((line) => JSON.parse(line) as { type: string; name?: string; value?: unknown; failed?: string[] }) // prettier-ignore
    expect(
      events.filter(({ type }) => type === 'run.replanned').map(({ failed }) => failed),
    ).toEqual([['goals/door.md#a1'], ['goals/door.md#b2']])
    expect(events.filter(({ type, name }) => type === 'fact.observed' && name === 'door').at(-1)?.value).toBe('open') // prettier-ignore
    const report = (await goap(folder, ['report'])).out
    for (const title of ['A1 Push the door', 'B1 Undo: Push the door', 'B2 Push the door', 'C2 Unlock the door']) expect(report).toContain(title) // prettier-ignore
    expect((await goap(folder, ['log', 'B2'])).out).toContain('Push the door')
  })

  test('nothing is left to do when the world is already as it should be', async () => {
    const folder = house()
    writeFileSync(join(folder, 'door'), 'open\n')
    writeFileSync(join(folder, 'lamp'), 'on\n')
    const { code, out } = await goap(folder, ['execute', 'goals/door.md', '--yes'])
    expect([code, out]).toEqual([0, expect.stringContaining('1 of 1 gates passed')])
  })

  test('only so many other ways are tried', async () => {
    const { code, out } = await goap(house(), ['execute', 'goals/door.md', '--yes', '--max-replans', '1']) // prettier-ignore
    expect(code).toBe(1)
    expect(out.match(/Another way/g)).toHaveLength(1)
    expect(out).toContain('Failed:')
    expect((await goap(house(), ['execute', 'goals/door.md', '--yes', '--max-replans', '0'])).out).not.toContain('Another way') // prettier-ignore
  })

  test('when no way is left it says so, and what is missing', async () => {
    const folder = house(door.replace(/### Action: Unlock[^#]*/, ''))
    const { code, out } = await goap(folder, ['execute', 'goals/door.md', '--yes'])
    expect(code).toBe(1)
    expect(out).toContain(
      'no way to "Get in" is left: Push the door (2 times) failed; door = open cannot be reached. ',
    )
  })

  test('without a way nothing runs', async () => {
    const folder = house(door.replaceAll('- Preconditions: door = closed', '- Preconditions: door = closed, crates >= 3')) // prettier-ignore
    const { code, err } = await goap(folder, ['execute', 'goals/door.md', '--yes'])
    expect([code, err]).toEqual([2, expect.stringContaining('run/no-plan')])
    expect((await goap(folder, ['runs'])).out).toContain('no runs')
  })

  test('with errors nothing is planned', async () => {
    const { code, err } = await goap(house(door.replace('- Cost: 9', '- Cost: -9')), ['execute', 'goals/door.md', '--yes']) // prettier-ignore
    expect(code).toBe(3)
    expect(err).toMatch(/goals\/door\.md:\d+:\d+ {2}error/)
  })

  test('a probe that may not run is told, and its fact is as the document states it', async () => {
    const folder = house(door.replace('- crates = 2', '- crates = 2\n- door = open\n- lamp = on'))
    const { err } = await goap(folder, ['plan', 'goals/door.md'])
    expect(err).toContain('door is not observed: `cat door` may not run')
    expect(err).toContain('0 tasks')
  })

  test('a goal that has changed since the run began stops it, or leads another way', async () => {
    const folder = house(door.replace('- Command: `echo on > lamp`', '- Agent: manual\n- Prompt: Light it.')) // prettier-ignore
    const begun = await goap(folder, ['execute', 'goals/door.md', '--yes'])
    expect(begun.code).toBe(4)
    const text = readFileSync(join(folder, 'goals/door.md'), 'utf8')
    writeFileSync(join(folder, 'goals/door.md'), text.replace('- lamp = on\n', ''))
    const stopped = await goap(folder, ['execute', 'goals/door.md', '--yes'])
    expect([stopped.code, stopped.err]).toEqual([2, expect.stringContaining('goals/door.md has changed since run')]) // prettier-ignore
    const other = await goap(folder, ['resume', '--yes', '--on-edit', 'replan'])
    expect([other.code, other.out]).toEqual([0, expect.stringContaining('succeeded')])
    expect(readFileSync(join(folder, 'lamp'), 'utf8')).toBe('off\n')
  })
})

describe('goap plan', () => {
  test('writes a plan that can be executed, and planned again by its goal document', async () => {
    const folder = house()
    const made = await goap(folder, ['plan', 'goals/door.md', '--yes', '-o', 'door-plan.md'])
    expect([made.code, made.err]).toEqual([0, expect.stringContaining('optimal')])
    expect((await goap(folder, ['check', 'door-plan.md'])).code).toBe(0)
    const again = await goap(folder, ['plan', 'goals/door.md', '--yes', '-o', 'door-plan.md'])
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('exists already')])
    const unproven = await goap(folder, ['verify', 'door-plan.md', '--yes'])
    expect(unproven.out).toContain('door is closed')
    const { code } = await goap(folder, ['execute', 'door-plan.md', '--yes'])
    expect(code).toBe(0)
    expect(log(folder)).toEqual(['pushed', 'mended', 'pushed', 'mended', 'unlocked'])
    const proven = await goap(folder, ['verify', 'door-plan.md', '--yes'])
    expect([proven.code, proven.out]).toEqual([0, expect.stringContaining('door is open')])
    expect(readFileSync(join(folder, 'door-plan.md'), 'utf8')).toMatch(
      /- \[x\] \*\*A2\*\*: Light the lamp/,
    )
  })

  test('as JSON, as a picture and as PDDL', async () => {
    const folder = house()
    const told = JSON.parse((await goap(folder, ['plan', 'goals/door.md', '--yes', '--json'])).out) as Record<string, unknown> // prettier-ignore
    expect(told).toMatchObject({
      status: 'optimal', cost: 2, bound: 2, plan: ['(push-the-door)', '(light-the-lamp)'], makespan: 60_000, reason: null,
      parallel: [{ action: '(push-the-door)', start: 0 }, { action: '(light-the-lamp)', start: 0 }],
      document: { title: 'Get in' },
    }) // prettier-ignore
    expect((await goap(folder, ['plan', 'goals/door.md', '--yes', '--format', 'svg'])).out).toMatch(/^<svg/) // prettier-ignore
    expect((await goap(folder, ['plan', 'goals/door.md', '--yes', '--format', 'mermaid'])).out).toMatch(/^flowchart/) // prettier-ignore
    const pddl = (await goap(folder, ['plan', 'goals/door.md', '--yes', '--format', 'pddl'])).out
    expect(pddl).toContain('(define (domain goals-door)')
  })

  test('says why an action is there, why another is not, and what else would do', async () => {
    const folder = house()
    const ask = async (...flags: string[]): Promise<string> => (await goap(folder, ['plan', 'goals/door.md', '--yes', ...flags])).out // prettier-ignore
    expect(await ask('--why', 'push the door')).toBe('"Push the door" makes door = open true, a goal.\n  Without it: The goal needs door = open, which does not hold.\n  The cheapest plan without the action costs 10.\n') // prettier-ignore
    expect(await ask('--why-not', 'unlock-the-door')).toBe('The cheapest plan with "Unlock the door" costs 10, 8 more than without.\n') // prettier-ignore
    expect(await ask('--alternatives', '3')).toBe('1. Cost 10: without "Push the door", with "Unlock the door".\nThere are no other plans.\n') // prettier-ignore
    expect(await ask('--why-not')).toContain('There is a plan, and it costs 2')
    const { code, err } = await goap(folder, [
      'plan',
      'goals/door.md',
      '--yes',
      '--why',
      'push the dor',
    ])
    expect([code, err]).toEqual([2, expect.stringContaining('Did you mean "Push the door"?')])
    const told = JSON.parse(await ask('--why', 'push the door', '--why-not', 'unlock-the-door', '--alternatives', '3', '--json')) as object // prettier-ignore
    expect(told).toMatchObject({
      schema: 'goap/plan-explained@1', status: 'optimal', cost: 2,
      why: { action: '"Push the door"', serves: true, spare: false, instead: { status: 'optimal', cost: 10 } },
      whyNot: { action: '"Unlock the door"', status: 'optimal', cost: 10 },
      alternatives: { plans: [{ cost: 10, without: ['"Push the door"'], besides: ['"Unlock the door"'] }], end: 'none' },
    }) // prettier-ignore
    expect(told).toHaveProperty('lines.length', 6)
  })

  test('--repeat plans anew each time, and tells the median time and the first', async () => {
    const plan = ['plan', 'goals/door.md', '--no-observe', '--repeat', '3']
    const folder = house(door.replace('- crates = 2', '- crates = 2\n- door = closed\n- lamp = off')) // prettier-ignore
    const { code, err } = await goap(folder, plan)
    expect([code, err]).toEqual([0, expect.stringContaining('(median of 3)')])
    const { time } = JSON.parse((await goap(folder, [...plan, '--json'])).out) as { time: Record<string, number> } // prettier-ignore
    expect(time).toMatchObject({ search: expect.any(Number), first: expect.any(Number) })
  })

  test('a picture shows how long it takes with so many workers', async () => {
    const folder = house()
    const svg = async (...flags: string[]): Promise<string> => (await goap(folder, ['plan', 'goals/door.md', '--yes', '--format', 'svg', ...flags])).out // prettier-ignore
    expect(await svg()).toContain('1 min')
    expect(await svg('--workers', '1')).toContain('2 min with 1 worker')
  })

  test('a heuristic alone is searched with eagerly', async () => {
    const { out } = await goap(house(), ['plan', 'goals/door.md', '--yes', '--heuristic', 'hadd', '--json']) // prettier-ignore
    expect(JSON.parse(out)).toMatchObject({ by: 'eager(hadd)', cost: 2 })
  })

  test('says what is missing for a goal, and where it is asked for', async () => {
    const folder = house(
      door.replaceAll('- Preconditions: door = closed', '- Preconditions: door = closed, key'),
    )
    const { out } = await goap(folder, ['plan', 'goals/door.md', '--yes', '--why-not'])
    expect(out).toContain('Out of reach, even if nothing ever became false again: door = open.')
    expect(out).toContain(
      'Nothing makes key true: add an action with this effect, or the fact to the initial state.',
    )
    expect(out).toContain('goals/door.md:8:3 asks for door = open.')
    expect(out).toMatch(/goals\/door\.md:\d+:\d+ needs it for "Push the door"\./)
    expect(JSON.parse((await goap(folder, ['plan', 'goals/door.md', '--yes', '--json'])).out)).toMatchObject({ status: 'unsolvable', reason: expect.stringContaining('Nothing makes key true') }) // prettier-ignore
  })

  test('what is no goal document is said to be none', async () => {
    const folder = house()
    writeFileSync(join(folder, 'other.md'), '# Notes\n\nNothing to do.\n')
    const { code, err } = await goap(folder, ['plan', 'other.md'])
    expect([code, err]).toEqual([2, expect.stringContaining('workspace/no-goal')])
    writeFileSync(join(folder, 'plan.md'), '# Plan\n\n- [ ] **A1**: Say it: `echo hello`\n')
    expect((await goap(folder, ['plan', 'plan.md'])).err).toContain('plan.md is a plan already, and no goal document.  workspace/no-goal\n  `goap execute plan.md` runs it') // prettier-ignore
  })

  test.each([
    [['--algorithm', 'best'], 'There is no algorithm "best"'],
    [['--heuristic', 'luck'], 'There is no heuristic "luck"'],
    [['--time-limit', 'soon'], '--time-limit soon is no time'],
    [['--memory-limit', 'much'], '--memory-limit much is no size'],
    [['--format', 'png'], 'There is no format "png"'],
    [['--why', 'x', '-o', 'why.txt'], '-o does nothing beside --why'],
    [['--why-not', '--format', 'svg'], '--format does nothing beside --why-not'],
    [['--json', '--format', 'md'], '--format does nothing beside --json'],
    [['--pddl', 'p.pddl', '--format', 'svg'], '--format does nothing beside --pddl'],
    [['--force'], '--force does nothing without -o'],
    [
      ['--algorithm', 'portfolio', '--heuristic', 'ff'],
      '--heuristic does nothing beside --algorithm portfolio',
    ],
  ])('refuses %j', async (flags, said) => {
    const { code, err } = await goap(house(), ['plan', 'goals/door.md', ...flags])
    expect([code, err]).toEqual([2, expect.stringContaining(said)])
  })
})

describe('PDDL on the command line', () => {
  const domain = `(define (domain delivery) (:requirements :typing :action-costs)
  (:types place) (:predicates (at ?p - place) (road ?a ?b - place))
  (:functions (length ?a ?b - place) (total-cost))
  (:action drive :parameters (?a ?b - place) :precondition (and (at ?a) (road ?a ?b))
    :effect (and (not (at ?a)) (at ?b) (increase (total-cost) (length ?a ?b)))))`
  const task = `(define (problem far) (:domain delivery) (:objects a b c - place)
  (:init (at a) (road a b) (road b c) (road a c) (= (length a b) 2) (= (length b c) 3) (= (length a c) 7) (= (total-cost) 0))
  (:goal (at c)) (:metric minimize (total-cost)))`

  function files(): string {
    const folder = house()
    writeFileSync(join(folder, 'd.pddl'), domain)
    writeFileSync(join(folder, 'p.pddl'), task)
    return folder
  }

  test('a task is planned, and the plan is valid', async () => {
    const folder = files()
    const { out, code } = await goap(folder, ['plan', '--pddl', 'd.pddl', 'p.pddl', '--optimal', '--json', '--repeat', '3']) // prettier-ignore
    const told = JSON.parse(out) as Record<string, unknown>
    expect(code).toBe(0)
    expect(told).toMatchObject({ status: 'optimal', cost: 5, bound: 5, plan: ['(drive a b)', '(drive b c)'], makespan: 5, parallel: [{ action: '(drive a b)', start: 0 }, { action: '(drive b c)', start: 2 }] }) // prettier-ignore
    for (const name of ['expanded', 'evaluated', 'generated']) expect(told[name]).toEqual(expect.any(Number)) // prettier-ignore
    expect(Object.keys(told['time'] as object)).toEqual([
      'parse',
      'ground',
      'search',
      'first',
      'deorder',
      'total',
    ])
    expect((await goap(folder, ['plan', '--pddl', 'd.pddl', 'p.pddl', '--optimal', '-o', 'found.plan'])).code).toBe(0) // prettier-ignore
    const valid = await goap(folder, ['validate', 'd.pddl', 'p.pddl', 'found.plan'])
    expect([valid.code, valid.out]).toEqual([0, 'valid  2 steps, cost 5\n'])
  })

  test('what is wrong with a plan is said with its place', async () => {
    const folder = files()
    writeFileSync(join(folder, 'bad.plan'), '(drive a b)\n(drive a c)\n')
    const { code, out } = await goap(folder, ['validate', 'd.pddl', 'p.pddl', 'bad.plan'])
    expect(code).toBe(1)
    expect(out).toContain('bad.plan:2:1')
    const json = JSON.parse((await goap(folder, ['validate', 'd.pddl', 'p.pddl', 'bad.plan', '--json'])).out) as object // prettier-ignore
    expect(json).toMatchObject({ valid: false, failure: { kind: 'condition', step: 2, line: 2, condition: '(at a)' } }) // prettier-ignore
  })

  test('an unsolvable task is unsolvable, one beyond a limit is not', async () => {
    const folder = files()
    writeFileSync(join(folder, 'p.pddl'), task.replace('(road b c) (road a c)', ''))
    const none = await goap(folder, ['plan', '--pddl', 'd.pddl', 'p.pddl', '--json'])
    expect([none.code, JSON.parse(none.out)]).toMatchObject([1, { status: 'unsolvable', plan: null, cost: null, time: { explain: expect.any(Number) } }]) // prettier-ignore
    writeFileSync(join(folder, 'p.pddl'), task)
    const limit = await goap(folder, ['plan', '--pddl', 'd.pddl', 'p.pddl', '--json', '--algorithm', 'astar', '--heuristic', 'blind', '--max-expansions', '1']) // prettier-ignore
    expect([limit.code, JSON.parse(limit.out)]).toMatchObject([1, { status: 'limit', plan: null }])
  })

  test('what is wrong with a file is shown with its line', async () => {
    const folder = files()
    writeFileSync(join(folder, 'd.pddl'), domain.replace('(at ?a)', '(att ?a)'))
    const { code, err } = await goap(folder, ['plan', '--pddl', 'd.pddl', 'p.pddl'])
    expect(code).toBe(3)
    expect(err).toMatch(/d\.pddl:4:\d+ {2}error {2}planner\/pddl-unknown-name/)
    expect((await goap(folder, ['plan', '--pddl', 'd.pddl'])).err).toContain(
      '--pddl takes two files',
    )
    expect((await goap(folder, ['plan', '--pddl', 'd.pddl', 'gone.pddl'])).err).toContain('gone.pddl does not exist') // prettier-ignore
  })
})
