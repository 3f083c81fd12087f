import { openSandbox, quantile, type BackendName } from '../../src/sandbox/index.ts'
import { say } from './measure.ts'

// node tests/bench/sandbox-pool.ts [BACKEND…] [--count N]: a thousand scripts at once through the pool of each backend that works here:
// whether all succeed, whether they end in the order in which they came, and how long one waits. A third of them calls a tool that
// answers later. Not measured: several processes, scripts that compute much.

const given = process.argv.slice(2)
const at = given.indexOf('--count')
const count = at < 0 ? 1000 : Number(given[at + 1])
const named = given.filter((word, index) => !word.startsWith('--') && (at < 0 || index !== at + 1))
const backends = (named.length > 0 ? named : ['wasm', 'quickjs', 'process', 'isolated-vm']) as BackendName[] // prettier-ignore

const tools = [{ name: 'later', call: async (value: unknown) => value as number }]

for (const backend of backends) {
  await using sandbox = openSandbox({ backend })
  const [health] = await sandbox.health()
  if (health?.ready !== true) {
    say(`${backend}: left out, ${health?.missing}`)
    continue
  }
  await sandbox.warm()
  await sandbox.warm(tools)
  const [from, cpu] = [performance.now(), process.cpuUsage()]
  const ends: number[] = []
  const waits: number[] = []
  const results = await Promise.allSettled(
    Array.from({ length: count }, async (_, index) => {
      const script = index % 3 === 0 ? { code: `(await later(${index})) + 1`, tools } : { code: `${index} + 1` } // prettier-ignore
      const result = await sandbox.execute(script)
      ends.push(index)
      waits.push(performance.now() - from)
      if (result.status !== 'success' || result.value !== index + 1)
        throw new Error(JSON.stringify(result))
    }),
  )
  const took = performance.now() - from
  const failures = results.filter(({ status }) => status === 'rejected')
  const { user, system } = process.cpuUsage(cpu)
  const sorted = waits.toSorted((a, b) => a - b)
  const most = Math.max(0, ...ends.map((index, place) => Math.abs(index - place)))
  const part = (share: number): string => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1) // prettier-ignore
  const latency = sandbox.metrics().backends[backend]?.latency
  say(
    `${backend}: ${count} at once, ${failures.length} failed, in ${took.toFixed(0)} ms (${((user + system) / 1000).toFixed(0)} ms of processor); ` +
      `from the call to the end p50 ${part(0.5)} ms, p99 ${part(0.99)} ms, at most ${part(1)} ms; ` +
      `one execution p50 ${latency ? quantile(latency, 0.5)?.toFixed(2) : '?'} ms, p99 ${latency ? quantile(latency, 0.99)?.toFixed(2) : '?'} ms; ` +
      `ended at most ${most} places from where it came`,
  )
  if (failures[0]?.status === 'rejected') say(`  the first: ${failures[0].reason}`)
}
