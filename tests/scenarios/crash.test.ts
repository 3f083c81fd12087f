import { expect, test } from 'vitest'
import { isAlive, processIdentity } from '../../src/commands/index.ts'
import { canConfine, tellWhyNot } from '../commands/confinement-here.ts'
import { crashFolder, ends, executeIn, results, timesRun, underway } from './crash-world.ts'

// One plan with everything in it, killed after every single commit of its journal and resumed.

const straight = await executeIn(crashFolder(), 0)

test('the plan by itself: retried, mended, approved, failed for good, and undone', () => {
  expect(straight.end).toMatchObject({ outcome: 'failed', reason: 'rolled back', troubles: [] })
  expect(ends(straight.events)).toMatchInlineSnapshot(`
    [
      "failed: rolled back",
      "plan.md#a1 0 succeeded",
      "plan.md#a2 0 succeeded",
      "plan.md#a3 0 failed",
      "plan.md#a3 1 succeeded",
      "plan.md#b1 0 succeeded",
      "plan.md#b2 0 succeeded",
      "plan.md#b3 0 succeeded",
      "plan.md#c1 0 failed",
      "plan.md#gate/quality-gate 0 passed",
      "plan.md#gate/quality-gate~2 0 passed",
      "undone plan.md#a1 succeeded",
      "undone plan.md#b1 succeeded",
    ]
  `)
  expect(straight.text.match(/^- \[x\] .*/gm)).toMatchInlineSnapshot(`
    [
      "- [x] **A2**: Two: \`echo A2 >> log; test -e tried || { touch tried; exit 75; }\`",
      "- [x] **A3**: Three: \`echo A3 >> log; test -e fixed\`",
      "- [x] \`test -e fixed\` → exit code 0",
      "- [x] **B2**: Five: \`echo B2 >> log\`",
      "- [x] **B3**: Look at it",
      "- [x] \`test -s log\` → exit code 0",
      "- [x] The lead is content",
    ]
  `)
  expect(straight.log.slice(-2)).toEqual(['undo-B1', 'undo-A1'])
  expect(straight.log.toSorted()).toEqual(['A1', 'A2', 'A2', 'A3', 'A3', 'B1', 'B2', 'C1', 'undo-A1', 'undo-B1']) // prettier-ignore
})

// Two processes for each commit take their time: CI looks at all, others at every ninth, beginning with another one each day.
const every = Number(process.env['GOAP_CRASH_EVERY'] ?? 9)
const day = Math.floor(Date.now() / 86_400_000)
const first = day % every
const commits = Array.from({ length: straight.end?.commits ?? 0 }, (_, index) => index + 1).filter(
  (commit) => commit % every === first,
)

// Plain and confined commands take turns, the other way round each day.
const ways = canConfine ? (['off', 'require'] as const) : (['off'] as const)
const cases = commits.map((commit, index) => ({ commit, confine: ways[(index + day) % ways.length] ?? 'off' })) // prettier-ignore

tellWhyNot()

test.concurrent.each(cases)(
  'killed after commit $commit and resumed, with --confine $confine',
  async ({ commit, confine }) => {
    const folder = crashFolder()
    const cut = await executeIn(folder, commit, confine)
    const again = await executeIn(folder, 0, confine)
    expect(again.end, again.said).toMatchObject({
      outcome: 'failed',
      reason: 'rolled back',
      troubles: [],
    })
    expect(ends(again.events)).toEqual(ends(straight.events))
    expect(again.text).toBe(straight.text)
    expect(again.processes).toEqual([])
    const { host } = processIdentity()
    const survivors = cut.processes.filter((group) => isAlive({ ...group, host, pid: group.pgid }))
    expect(survivors).toEqual([])
    const levels = again.events.flatMap((event) => (event.type === 'task.finished' ? event.outcome.evidence : [])).flatMap((one) => (one.kind === 'command' ? [one.confinement] : [])) // prettier-ignore
    expect(new Set(levels)).toEqual(new Set([confine === 'off' ? 'plain' : 'bubblewrap']))
    // What had its last result when the process died ran no more.
    const wanted = results(straight.events)
    const settled = [...results(cut.events)].flatMap(([task, times]) => (times === wanted.get(task) ? [task] : [])) // prettier-ignore
    expect(settled.map((task) => `${task} ${timesRun(again, task)}`)).toEqual(settled.map((task) => `${task} ${timesRun(cut, task)}`)) // prettier-ignore
    // What must not run twice unasked was asked for, if it was under way.
    const asked = again.events.flatMap((event) => event.type === 'question.asked' && event.question === 'reconcile' ? [event.subject] : []) // prettier-ignore
    const doubtful = underway(cut.events).has('plan.md#b2') ? ['plan.md#b2'] : []
    expect(asked).toEqual(doubtful)
  },
  60_000,
)
