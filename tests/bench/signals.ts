import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { sqliteJournal } from '../../src/journal/index.ts'
import { median, say } from './measure.ts'

// node tests/bench/signals.ts [TIMES]: how long a wish of another process takes to reach a run that is under way: from the moment that
// `goap approve`, `retry`, `answer` and `cancel` keep it in the journal until its event is committed. A real `goap execute` runs, and the
// signals are sent from here, one after the other at uneven moments. Not measured: the start of the command that sends it.

const times = Number(process.argv[2] ?? 40)
const folder = mkdtempSync(join(tmpdir(), 'goap-bench-'))
writeFileSync(join(folder, 'goap.config.json'), '{}')
writeFileSync(
  join(folder, 'plan.md'),
  '# Plan: Wait\n\n- [ ] **A1**: Wait\n  - Command: `sleep 600`\n',
)
const child = spawn(process.execPath, [resolve('bin/goap.js'), 'execute', 'plan.md', '--yes'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] }) // prettier-ignore
const ended = new Promise((settle) => child.on('close', settle))
await new Promise<void>((started) => child.stdout.on('data', (text) => String(text).includes('A1') && started())) // prettier-ignore

const journal = sqliteJournal(join(folder, '.goap', 'journal.db'))
const run = (await journal.runs())[0]?.run ?? ''
const found: number[] = []

/** Sends a wish and waits until the run has taken it; milliseconds between the two, by the clock of this machine. */
async function send(kind: string, payload: object | string): Promise<number> {
  const id = `bench-${found.length}-${kind}`
  const from = (await journal.events(run)).length
  const at = Date.now()
  await journal.send({ id, run, kind, payload: payload as never, by: 'bench', at })
  for await (const event of journal.follow(run, from))
    if (event.type === 'signal.received' && event.signal === id) return event.at - at
  throw new Error('the run has ended')
}

for (let index = 0; index < times; index++) {
  await new Promise((next) => setTimeout(next, 37 + ((index * 61) % 150)))
  // Refused with a reason, since nothing waits: taking it is what is measured.
  const kinds = ['approve', 'retry', 'answer']
  found.push(await send(kinds[index % 3] ?? 'approve', { subject: 'plan.md#a1', value: 'x' }))
}
const cancel = await send('cancel', 'enough')
await journal[Symbol.asyncDispose]()
await ended
rmSync(folder, { recursive: true, force: true })
const sorted = found.toSorted((a, b) => a - b)
say(`${times} signals to a live run: median ${median(found)} ms, 95 % within ${sorted[Math.floor(times * 0.95)]} ms, at most ${sorted.at(-1)} ms; cancel ${cancel} ms`) // prettier-ignore
