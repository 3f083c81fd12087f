import { loadavg } from 'node:os'
import { limitsOf, type Backend, type SandboxResult } from '../../src/sandbox/index.ts'
import { expectClean } from '../contracts/sandbox/subject.ts'
import { backends } from '../sandbox/backends.ts'
import { givenHostile, hostTools, isExpected, type Hostile } from '../sandbox/hostile.ts'
import { ownHostile } from '../sandbox/hostile-own.ts'
import { say } from './measure.ts'

// node --expose-gc tests/bench/hostile.ts [BACKEND…] [--rounds N] [--own]: hostile code on each backend that works here, one after another
// with a deadline of 300 ms, each followed by a probe; then N rounds (200) shuffled with a deadline of 20 ms. Said is what ended
// otherwise than it may, how late results came after the deadline (by the clock, in which is what else the machine does, and by the
// processor time that this process took at most), how long the host's event loop stood still meanwhile, how its memory grew, and how busy the
// machine was. With GOAP_SHARED the given snippets, else or with --own our own too.

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
  await expectProbe(backend)
  say(`${backend.name}: ${suite.length} snippets`)
  say(`  once, 300 ms: ${await told(backend, suite, 300)}`)
  const before = resident()
  const shuffled = Array.from({ length: rounds }, () => shuffle(suite)).flat()
  say(`  ${rounds} times shuffled, 20 ms: ${await told(backend, shuffled, 20)}`)
  say(`  resident memory grew by ${((resident() - before) / 2 ** 20).toFixed(1)} MiB`)
}

async function told(backend: Backend, snippets: readonly Hostile[], wall: number): Promise<string> {
  const late: number[] = []
  const [load] = loadavg()
  let processor = 0
  const faults: string[] = []
  let [stood, worked] = [0, 0]
  let last = performance.now()
  let before = process.threadCpuUsage()
  const ticking = setInterval(() => {
    const now = performance.now()
    stood = Math.max(stood, now - last)
    last = now
    const { user, system } = process.threadCpuUsage(before)
    worked = Math.max(worked, (user + system) / 1000)
    before = process.threadCpuUsage()
  }, 5)
  for (const snippet of snippets) {
    const spent = process.cpuUsage()
    const result = await run(backend, snippet, wall)
    const { user, system } = process.cpuUsage(spent)
    late.push(result.ms - wall)
    processor = Math.max(processor, Math.min(result.ms, (user + system) / 1000) - wall)
    // With little time anything may be out of it.
    const isFine = result.status === 'timeout' ? wall < 300 || isExpected(snippet, result) : isExpected(snippet, result) // prettier-ignore
    if (!isFine) faults.push(`${snippet.name} ended as ${result.status}`)
    if (!(await expectProbe(backend))) faults.push(`not well after ${snippet.name}`)
  }
  clearInterval(ticking)
  const sorted = late.toSorted((a, b) => a - b)
  const part = (share: number): string => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1) // prettier-ignore
  return (
    `${faults.length} ended otherwise${faults.length > 0 ? ` (${[...new Set(faults)].join('; ')})` : ''}; ` +
    `after the deadline p50 ${part(0.5)} ms, p99 ${part(0.99)} ms, at most ${part(1)} ms, ${processor.toFixed(1)} ms of processor time, ` +
    `${sorted.filter((one) => one > 50).length} of ${sorted.length} later than 50 ms; ` +
    `the host stood still for ${stood.toFixed(1)} ms at most, ${worked.toFixed(1)} ms of it by its own work; ` +
    `load ${load?.toFixed(1)} to ${loadavg()[0]?.toFixed(1)}`
  )
}

async function run(backend: Backend, { code }: Hostile, wall: number): Promise<SandboxResult> {
  const limits = limitsOf('default', { wall, fuel: Infinity })
  return backend.execute({ code, tools: hostTools, limits, why: 'a bench' }, never)
}

async function expectProbe(backend: Backend): Promise<boolean> {
  return expectClean(backend).then(
    () => true,
    () => false,
  )
}

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

function resident(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss
}
