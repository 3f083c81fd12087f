import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { givenTasks } from '../../planner/tasks.ts'
import { median, say } from '../measure.ts'

// GOAP_SHARED=FOLDER GOAP_PYPERPLAN=FOLDER node tests/bench/planner/pyperplan.ts: eager greedy best-first search with h_FF beside the same
// of pyperplan (Python, GPL-3.0: fetched beside the project by whoever measures, and started as a program of its own), each task in turns.
// Told are the ratio of search times, warm (the median of nine searches in our process) and in a cold process (our first search), and of
// whole processes, over the tasks for which pyperplan searches more than 0.1 s. Not measured: the plans' costs.

const folder = process.env['GOAP_PYPERPLAN']
const shared = process.env['GOAP_SHARED']
if (folder === undefined || shared === undefined) {
  say('skipped: GOAP_PYPERPLAN and GOAP_SHARED name no folders of pyperplan and of the tasks')
  process.exit(0)
}
/** What takes longer tells nothing more of the median, and is given up, seconds. */
const patience = 60
const goap = resolve('bin/goap.js')
// Pyperplan writes its plans beside the tasks.
const copy = mkdtempSync(join(tmpdir(), 'goap-pyperplan-'))
const ratios: Record<'warm' | 'cold' | 'whole', number[]> = { warm: [], cold: [], whole: [] }
let slow = 0
try {
  cpSync(join(shared, 'pddl'), copy, { recursive: true })
  for (const { name } of givenTasks()) {
    const files = ['domain.pddl', 'problem.pddl'].map((file) => join(copy, name, file))
    const theirs = pyperplan(folder, files)
    if (theirs === null) {
      slow++
      say(`${name.padEnd(20)} pyperplan takes more than ${patience} s`)
      continue
    }
    if (theirs.search < 0.1) continue
    const began = performance.now()
    const one = ours(files)
    const whole = performance.now() - began
    const many = ours([...files, '--repeat', '9'])
    ratios.warm.push((theirs.search * 1000) / many.search)
    ratios.cold.push((theirs.search * 1000) / one.first)
    ratios.whole.push(theirs.whole / whole)
    say(`${name.padEnd(20)} pyperplan ${theirs.search.toFixed(2)} s · warm ${many.search.toFixed(1)} ms, cold ${one.first.toFixed(1)} ms · process ${(theirs.whole / 1000).toFixed(2)} s · ${(whole / 1000).toFixed(2)} s`) // prettier-ignore
  }
} finally {
  rmSync(copy, { recursive: true })
}
for (const [name, all] of Object.entries(ratios))
  say(`${name}: ${median(all).toFixed(0)} × (median of ${all.length}), from ${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)}`) // prettier-ignore
if (slow > 0) say(`${slow} tasks were given up; they would raise the figures`)

interface Took {
  /** Seconds, as pyperplan tells it. */
  readonly search: number
  /** Milliseconds of the whole process. */
  readonly whole: number
}

function pyperplan(where: string, files: readonly string[]): Took | null {
  const began = performance.now()
  const { stdout, stderr } = spawnSync('python3', ['-m', 'pyperplan', '-H', 'hff', '-s', 'gbfs', ...files], { cwd: where, encoding: 'utf8', timeout: patience * 1000 }) // prettier-ignore
  const [, search] = /Search time: ([\d.]+)/.exec(`${stdout}${stderr}`) ?? []
  return search === undefined ? null : { search: Number(search), whole: performance.now() - began }
}

function ours(args: readonly string[]): { readonly search: number; readonly first: number } {
  const { stdout } = spawnSync(process.execPath, [goap, 'plan', '--pddl', ...args, '--algorithm', 'eager', '--heuristic', 'ff', '--json'], { encoding: 'utf8', maxBuffer: 2 ** 28 }) // prettier-ignore
  const { time } = JSON.parse(stdout) as { time: { search: number; first: number } }
  return time
}
