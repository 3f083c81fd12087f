import { loadavg } from 'node:os'
import { openSandbox, type BackendName } from '../../src/sandbox/index.ts'
import { manyTurns, muchFuel } from '../../src/sandbox/hybrid.ts'
import { median, say } from './measure.ts'

// node tests/bench/sandbox-hybrid.ts [BACKEND…]: from how much work on a script is done sooner where code is compiled, which is what the
// thresholds of the backend `hybrid` stand for. Three works of growing size on `wasm` and beside it on each backend that compiles (`process`,
// `isolated-vm`), in turns, by the clock, since the work is done in other processes: handing over takes processes and so does starting them. Told is
// how long both took, and the least size from which on the other was always sooner.

const named = process.argv.slice(2) as BackendName[]
const compiling = named.length > 0 ? named : (['process', 'isolated-vm'] as const)
const sizes = [3e4, 1e5, 3e5, 1e6, 3e6]
const rounds = 5
const works: Readonly<Record<string, (turns: number) => string>> = {
  sums: (turns) => `let s = 0; for (let i = 0; i < ${turns}; i++) s += i % 7; s`,
  calls: (turns) => `const f = (n) => (n < 2 ? n : f(n - 1) + 1); let s = 0; for (let i = 0; i < ${turns / 10}; i++) s += f(9); s`,
  objects: (turns) => `const all = {}; for (let i = 0; i < ${turns}; i++) { const k = 'k' + (i % 100); all[k] = { n: (all[k]?.n ?? 0) + i } } all.k1.n`,
} // prettier-ignore

const options = { limits: { wall: 60_000, fuel: Infinity } }
await using wasm = openSandbox({ backend: 'wasm', ...options })
say(`thresholds: ${muchFuel} of fuel, ${manyTurns} turns; load ${loadavg()[0]?.toFixed(1)}`)
for (const backend of compiling) {
  await using other = openSandbox({ backend, ...options })
  const [health] = await other.health()
  if (health?.ready !== true) {
    say(`${backend}: left out, ${health?.missing}`)
    continue
  }
  for (const [name, code] of Object.entries(works)) {
    let sooner: string | null = null
    for (const turns of sizes) {
      const times = { wasm: [] as number[], other: [] as number[] }
      let fuel = 0
      for (let round = 0; round < rounds; round++) {
        const start = performance.now()
        fuel = (await wasm.execute({ code: code(turns) })).fuel ?? 0
        const between = performance.now()
        const { status } = await other.execute({ code: code(turns) })
        if (status !== 'success') throw new Error(`${backend} ended as ${status}`)
        times.wasm.push(between - start)
        times.other.push(performance.now() - between)
      }
      const [here, there] = [median(times.wasm), median(times.other)]
      say(`${backend} ${name} ${turns}: ${fuel} of fuel, ${here.toFixed(1)} ms here, ${there.toFixed(1)} ms there`) // prettier-ignore
      if (there >= here) sooner = null
      else sooner ??= `${turns} turns, ${fuel} of fuel`
    }
    say(`${backend} ${name}: sooner from ${sooner ?? 'none of these sizes'}`)
  }
}
