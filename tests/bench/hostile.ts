import { once } from 'node:events'
import { loadavg } from 'node:os'
import { Worker } from 'node:worker_threads'
import { limitsOf, type Backend, type SandboxResult } from '../../src/sandbox/index.ts'
import { backends } from '../sandbox/backends.ts'
import { givenHostile, hostTools, isExpected, type Hostile } from '../sandbox/hostile.ts'
import { ownHostile } from '../sandbox/hostile-own.ts'
import { say } from './measure.ts'
import { isWell } from './probe.ts'

// node --expose-gc tests/bench/hostile.ts [BACKEND…] [--rounds N] [--own]: hostile code on each backend that works here, one after another
// with a deadline of 300 ms, each followed by a probe; then N rounds (200) shuffled with a deadline of 20 ms. Said is what ended
// otherwise than it may; how late results came after the deadline, by the clock, in which is what else the machine does, and by the
// processor time that this process took at most; how long the host's event loop stood still meanwhile, and how much of that its own
// thread worked; how resident memory went, round by round, and what of it is the host's own heap, which V8 lets grow and shrink as it
// likes; how many threads this process started; and how busy the machine was. With GOAP_SHARED the given snippets, else or with --own
// our own too. Not measured: processes other than this one.

const given = process.argv.slice(2)
const at = given.indexOf('--rounds')
const rounds = at < 0 ? 200 : Number(given[at + 1])
const chosen = given.filter((word, index) => !word.startsWith('--') && (at < 0 || index !== at + 1))
const shared = givenHostile()
const suite = shared.length === 0 || given.includes('--own') ? [...shared, ...ownHostile] : shared
const never = new AbortController().signal

for (const [name, open] of Object.entries(backends))
  if (chosen.length === 0 || chosen.includes(name)) {
    await using backend = await open()
    const standing = await backend.ready()
    if (standing.ready) await attack(backend)
    else say(`${name}: left out: ${standing.reason}`)
  }

async function attack(backend: Backend): Promise<void> {
  if (!(await isWell(backend))) say(`${backend.name} does not even work`)
  say(`${backend.name}: ${suite.length} snippets`)
  const started = await threads()
  const first = await attacked(backend, [suite], 300)
  say(`  once, 300 ms: ${first.told}`)
  globalThis.gc?.()
  const { told, memory } = await attacked(backend, Array.from({ length: rounds }, () => shuffle(suite)), 20) // prettier-ignore
  say(`  ${rounds} times shuffled, 20 ms: ${told}`)
  const parts = Array.from({ length: 11 }, (_, part) => memory[Math.round((part * (rounds - 1)) / 10)]) // prettier-ignore
  const mebibytes = (kind: 'rss' | 'heapTotal') => parts.map((one) => ((one?.[kind] ?? 0) / 2 ** 20).toFixed(0)).join(' ') // prettier-ignore
  say(`  resident memory from the first round to the last, in MiB: ${mebibytes('rss')}`)
  say(`  of these the heap of the host's JavaScript, with its garbage: ${mebibytes('heapTotal')}`)
  const others = memory.slice(memory.length / 2).map(({ rss, heapTotal }) => rss - heapTotal)
  say(`  the others grew by ${(slopeOf(others) / suite.length).toFixed(0)} bytes for each snippet in the second half, by the slope; ${(await threads()) - started - 1} threads were started`) // prettier-ignore
}

interface Attacked {
  readonly told: string
  /** After each round. */
  readonly memory: readonly NodeJS.MemoryUsage[]
}

async function attacked(
  backend: Backend,
  rounds: readonly (readonly Hostile[])[],
  wall: number,
): Promise<Attacked> {
  const late: number[] = []
  const memory: NodeJS.MemoryUsage[] = []
  const [load] = loadavg()
  let processor = 0
  const faults: string[] = []
  const pulse = startPulse()
  for (const snippets of rounds) {
    for (const snippet of snippets) {
      const spent = process.cpuUsage()
      const result = await run(backend, snippet, wall)
      const { user, system } = process.cpuUsage(spent)
      late.push(result.ms - wall)
      processor = Math.max(processor, Math.min(result.ms, (user + system) / 1000) - wall)
      // With little time anything may be out of it.
      const isFine = result.status === 'timeout' ? wall < 300 || isExpected(snippet, result) : isExpected(snippet, result) // prettier-ignore
      if (!isFine) faults.push(`${snippet.name} ended as ${result.status}`)
      if (!(await isWell(backend))) faults.push(`not well after ${snippet.name}`)
    }
    memory.push(process.memoryUsage())
  }
  const { stood, worked, often } = pulse.stop()
  const sorted = late.toSorted((a, b) => a - b)
  const part = (share: number): string => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1) // prettier-ignore
  const told =
    `${faults.length} ended otherwise${faults.length > 0 ? ` (${[...new Set(faults)].join('; ')})` : ''}; ` +
    `after the deadline p50 ${part(0.5)} ms, p99 ${part(0.99)} ms, at most ${part(1)} ms, ${processor.toFixed(1)} ms of processor time, ` +
    `${sorted.filter((one) => one > 50).length} of ${sorted.length} later than 50 ms; ` +
    `the host stood still for ${stood.toFixed(1)} ms at most, ${often} times for more than 50 ms, ` +
    `and its thread worked for ${worked.toFixed(1)} ms at most at once; load ${load?.toFixed(1)} to ${loadavg()[0]?.toFixed(1)}`
  return { told, memory }
}

interface Pulse {
  /** The longest time between two beats, the most that this thread worked between two, both in milliseconds, and how many were 50 ms apart. */
  stop(): { readonly stood: number; readonly worked: number; readonly often: number }
}

/** A timer that beats each 5 ms. */
function startPulse(): Pulse {
  let [stood, worked, often] = [0, 0, 0]
  let last = performance.now()
  let before = process.threadCpuUsage()
  const beat = setInterval(() => {
    const now = performance.now()
    stood = Math.max(stood, now - last)
    if (now - last > 50) often++
    last = now
    const { user, system } = process.threadCpuUsage(before)
    worked = Math.max(worked, (user + system) / 1000)
    before = process.threadCpuUsage()
  }, 5)
  return {
    stop() {
      clearInterval(beat)
      return { stood, worked, often }
    },
  }
}

/** How many threads were started up to now: they are numbered. */
async function threads(): Promise<number> {
  const thread = new Worker('', { eval: true })
  const { threadId } = thread
  await once(thread, 'exit')
  return threadId
}

/** By how much the values grow from one to the next, by least squares. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const top = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0)
  const bottom = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
  return bottom === 0 ? 0 : top / bottom
}

async function run(
  backend: Backend,
  { code, language = 'js' }: Hostile,
  wall: number,
): Promise<SandboxResult> {
  const limits = limitsOf('default', { wall, fuel: Infinity })
  return backend.execute({ code, language, tools: hostTools, limits, why: 'a bench' }, never)
}

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
