import { limitsOf, meteredBackend } from '../../src/sandbox/index.ts'
import { seededRandom } from '../../src/base/index.ts'
import { givenHostile, hostTools, isExpected, type Hostile } from '../sandbox/hostile.ts'
import { ownHostile } from '../sandbox/hostile-own.ts'
import { say } from './measure.ts'
import { isWell } from './probe.ts'

// node --expose-gc tests/bench/sandbox-hostile.ts [--rounds N]: every hostile snippet on the backend `wasm`, one after another with a deadline
// of 300 ms, then in N (200) shuffled rounds with one of 20 ms. Told are ends that no snippet may have, how far beyond its deadline the
// latest came, by the clock and by processor time, since a loaded machine keeps no time, and how resident memory went. After each the
// backend must compute a probe rightly. With GOAP_SHARED also the given snippets. Not measured: other backends.

const at = process.argv.indexOf('--rounds')
const rounds = at < 0 ? 200 : Number(process.argv[at + 1])
const snippets = [...givenHostile(), ...ownHostile]
const random = seededRandom(1)
const never = new AbortController().signal

await using backend = await meteredBackend()
await backend.warm(hostTools)
await backend.warm([])
say(`${snippets.length} snippets, ${givenHostile().length} of them given`)
await round(300, snippets, 'one after another')
const resident: number[] = []
const worst = { lateness: 0, processor: 0, wrong: 0 }
for (let index = 0; index < rounds; index++) {
  const { lateness, processor, wrong } = await round(20, shuffled(snippets), undefined)
  worst.lateness = Math.max(worst.lateness, lateness)
  worst.processor = Math.max(worst.processor, processor)
  worst.wrong += wrong
  globalThis.gc?.()
  resident.push(process.memoryUsage.rss())
}
say(`${rounds} shuffled rounds with 20 ms: ${worst.wrong} unexpected, latest ${worst.lateness.toFixed(1)} ms after its deadline by the clock, ${worst.processor.toFixed(1)} ms by processor time`) // prettier-ignore
const mebibytes = (bytes = 0) => (bytes / 1024 / 1024).toFixed(0)
say(`resident memory: ${mebibytes(resident[0])} MiB after the first round, ${mebibytes(resident[Math.floor(rounds / 2)])} in the middle, ${mebibytes(resident.at(-1))} at the end`) // prettier-ignore

/** Runs snippets once each. Lateness is what a snippet took beyond its deadline, in milliseconds. */
async function round(wall: number, all: readonly Hostile[], title: string | undefined) {
  const limits = limitsOf('default', { wall, fuel: Infinity })
  const found = { lateness: 0, processor: 0, wrong: 0 }
  for (const hostile of all) {
    const [from, cpu] = [performance.now(), process.cpuUsage()]
    const { code, language = 'js' } = hostile
    const result = await backend.execute({ code, language, tools: hostTools, limits, why: 'the bench' }, never) // prettier-ignore
    const lateness = performance.now() - from - wall
    const { user, system } = process.cpuUsage(cpu)
    found.lateness = Math.max(found.lateness, lateness)
    found.processor = Math.max(found.processor, Math.min(lateness, (user + system) / 1000 - wall))
    // With little time, anything may run out of it.
    const isRight = isExpected(hostile, result) || (result.status === 'timeout' && result.reason === 'wall') // prettier-ignore
    const isAsNew = await isWell(backend)
    if (isRight && isAsNew) continue
    found.wrong++
    say(
      `${hostile.name}: ${isAsNew ? JSON.stringify(result).slice(0, 300) : 'the probe after it went wrong'}`,
    )
  }
  if (title !== undefined)
    say(`${title} with ${wall} ms: ${found.wrong} unexpected, latest ${found.lateness.toFixed(1)} ms after its deadline by the clock, ${found.processor.toFixed(1)} ms by processor time`) // prettier-ignore
  return found
}

function shuffled<T>(all: readonly T[]): readonly T[] {
  return all
    .map((one) => [random.next(), one] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one)
}
