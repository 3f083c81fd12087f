import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { snippet } from '../../src/sandbox/bench/bench.ts'
import { freshQuickJs } from '../../src/sandbox/bench/fresh-quickjs.ts'
import {
  limitsOf,
  meteredBackend,
  openSandbox,
  type SandboxResult,
} from '../../src/sandbox/index.ts'
import {
  meter,
  webAssembly,
  type MeterOptions,
  type WasmGlobal,
  type WasmMemory,
} from '../../src/wasm/index.ts'
import { median, say } from './measure.ts'

// node --expose-gc tests/bench/sandbox.ts [--count N]: the backend `wasm`. How long a script in a fresh world takes beside a fresh runtime of
// quickjs-emscripten, with the same source each time and with others; what metering costs beside the same work on the module as it comes; and whether N (100,000) executions of random
// scripts leave memory behind. Times are processor time, in turns, since others may use the machine. Not measured: several at once
// (sandbox-pool.ts), hostile scripts (sandbox-hostile.ts).

const at = process.argv.indexOf('--count')
const count = at < 0 ? 100_000 : Number(process.argv[at + 1])
/** Rounds that are not counted, since V8 still compiles better what runs in them. */
const warmUp = 12
const limits = limitsOf()
const never = new AbortController().signal

await speed()
metering()
await memory()

async function speed(): Promise<void> {
  await using backend = await meteredBackend()
  await using sandbox = openSandbox({ backend: 'wasm' })
  await backend.warm([])
  await sandbox.warm()
  const fresh = await freshQuickJs()
  const on = (code: string) => async () => expectSuccess(await backend.execute({ code, limits, why: 'the bench' }, never)) // prettier-ignore
  let another = 0
  const through = (code: string) => async () => expectSuccess(await sandbox.execute({ code }))
  const works = {
    'wasm: 1+1': { times: 3000, work: on('1+1') },
    'through the whole sandbox: 1+1': { times: 3000, work: through('1+1') },
    'through the whole sandbox, another source each time: 1+1': { times: 1000, work: async () => expectSuccess(await sandbox.execute({ code: `1+${another++}` })) }, // prettier-ignore
    'fresh runtime: 1+1': { times: 150, work: () => fresh('1+1') },
    'wasm: 200 characters': { times: 400, work: on(snippet) },
    'through the whole sandbox: 200 characters': { times: 400, work: through(snippet) },
    'fresh runtime: 200 characters': { times: 80, work: () => fresh(snippet) },
  }
  const took = new Map<string, number[]>()
  for (let round = 0; round < warmUp + 15; round++)
    for (const [name, { times, work }] of Object.entries(works)) {
      const from = processor()
      for (let index = 0; index < times; index++) await work()
      took.set(name, [...(took.get(name) ?? []), (processor() - from) / times])
    }
  const of = (name: string) => took.get(name)?.slice(warmUp) ?? []
  for (const name of took.keys()) say(`${name}: ${median(of(name)).toFixed(1)} µs, ${Math.round(1e6 / median(of(name)))} a second`) // prettier-ignore
  for (const what of ['1+1', '200 characters'])
    for (const [ours, theirs] of [[`wasm: ${what}`, `fresh runtime: ${what}`], [`through the whole sandbox: ${what}`, `fresh runtime: ${what}`]] as const)
    say(`${ours} beside ${theirs}: ${median(of(theirs).map((time, round) => time / (of(ours)[round] ?? NaN))).toFixed(1)} × as many`) // prettier-ignore
}

function expectSuccess({ status }: SandboxResult): void {
  if (status !== 'success') throw new Error(status)
}

/** Microseconds of processor time of this process so far. */
function processor(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

interface QuickJs {
  readonly memory: WasmMemory
  readonly fuel?: WasmGlobal<bigint>
  _initialize(): void
  qjs_init(): number
  qjs_eval(code: number, length: number, file: number, flags: number): number
  qjs_free_value(value: number): void
  wasm_malloc(bytes: number): number
}

function metering(): void {
  const bytes = readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm'))
  const options: MeterOptions = { refill: { module: 'env', name: 'host_interrupt' }, calls: false }
  const marks = { memory: 'marks', putBack: 'putBack' }
  const made = { plain: bytes, metered: meter(bytes, options).bytes, marked: meter(bytes, { ...options, marks }).bytes } // prettier-ignore
  const names = Object.keys(made) as (keyof typeof made)[]
  const evaluate = Object.fromEntries(names.map((name) => [name, evaluator(made[name])]))
  const works: Readonly<Record<string, string>> = {
    calls: '(function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) })(21)',
    loop: 'for (let i = 0, s = 0; i < 200000; i++) s += i',
    objects: 'const o = {}; for (let i = 0; i < 20000; i++) o["k" + i % 500] = { a: i, b: [i] }',
    strings: 'let s = ""; for (let i = 0; i < 20000; i++) s += i; s.split("1").join("x")',
    sort: 'Array.from({ length: 20000 }, (_, i) => i * 7919 % 10007).sort((a, b) => a - b)',
    regexp: '"abc123def".repeat(3000).replace(/[a-z]+(\\d+)/g, "$1")',
    json: 'JSON.parse(JSON.stringify(Array.from({ length: 3000 }, (_, i) => ({ i, s: "x" + i }))))',
    fill: 'const a = new Float64Array(1e5); for (let k = 0; k < 20; k++) a.fill(k).reverse()',
    bigint: 'let b = 3n; for (let i = 0; i < 14; i++) b *= b; String(b)',
  }
  const ratios = { metered: [] as number[], marked: [] as number[] }
  for (const [work, code] of Object.entries(works)) {
    const times = { plain: [] as number[], metered: [] as number[], marked: [] as number[] }
    for (let round = 0; round < 17; round++)
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        const from = processor()
        evaluate[name]?.(`{ ${code} }`)
        if (round > 1) times[name].push(processor() - from)
      }
    const ratio = (name: 'metered' | 'marked') => median(times[name].map((time, round) => time / (times.plain[round] ?? NaN))) // prettier-ignore
    say(`metering ${work}: ${(median(times.plain) / 1000).toFixed(1)} ms plain, × ${ratio('metered').toFixed(2)} metered, × ${ratio('marked').toFixed(2)} with marks`) // prettier-ignore
    for (const name of ['metered', 'marked'] as const) ratios[name].push(ratio(name))
  }
  const mean = (all: readonly number[]) => Math.exp(all.reduce((sum, one) => sum + Math.log(one), 0) / all.length) // prettier-ignore
  say(`metering, geometric mean: × ${mean(ratios.metered).toFixed(2)}, with marks × ${mean(ratios.marked).toFixed(2)}`) // prettier-ignore
}

/** QuickJS as a bare interpreter, of whichever module. */
function evaluator(bytes: Uint8Array): (code: string) => void {
  const nothing = () => 0
  const names = [
    'get_timezone_offset',
    'promise_rejection',
    'module_normalize',
    'module_load',
    'call',
  ]
  const files = ['close', 'fdstat_get', 'seek', 'write'].map((name) => [`fd_${name}`, nothing])
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), {
    env: {
      ...Object.fromEntries(names.map((name) => [`host_${name}`, nothing])),
      host_interrupt() {
        if (js.fuel) js.fuel.value = 2n ** 62n
        return 0
      },
    },
    wasi_snapshot_preview1: {
      ...Object.fromEntries(files),
      clock_time_get: nothing,
      random_get: nothing,
    },
  })
  const js = exports as unknown as QuickJs
  js._initialize()
  js.qjs_init()
  const room = js.wasm_malloc(4096)
  return (code) => {
    const { written } = new TextEncoder().encodeInto(`${code}\0`, new Uint8Array(js.memory.buffer, room, 4000)) // prettier-ignore
    js.qjs_free_value(js.qjs_eval(room, written - 1, room + 4095, 0))
  }
}

/** Scripts that no two of which are the same, that leave things behind, throw, compute and print. */
async function memory(): Promise<void> {
  await using backend = await meteredBackend()
  const kinds = [
    (n: number) => `const a${n} = ${n}; a${n} * 2`,
    (n: number) => `globalThis.left${n} = { a: [${n}] }; JSON.stringify(left${n})`,
    (n: number) => `let text = ''; for (let i = 0; i < ${n % 300}; i++) text += i; text.length`,
    (n: number) => `throw new Error('${n}')`,
    (n: number) => `console.log('${n}'); await ${n}`,
    (n: number) => `new Uint8Array(${(n % 40) * 10_000}).fill(1).length`,
    (n: number) => `({ n: ${n} }`,
  ]
  const samples: (readonly [number, number])[] = []
  const portion = Math.max(1, Math.floor(count / 40))
  for (let n = 0; n < count; n++) {
    const code = kinds[(n * 7919) % kinds.length]?.(n) ?? ''
    await backend.execute({ code, limits, why: 'the bench' }, never)
    if ((n + 1) % portion !== 0) continue
    globalThis.gc?.()
    samples.push([n + 1, process.memoryUsage.rss()])
  }
  const later = samples.slice(Math.floor(samples.length / 4))
  const [first, last] = [later[0]?.[1] ?? NaN, later.at(-1)?.[1] ?? NaN]
  say(`${count} random scripts: resident memory ${mebibytes(first)} after a quarter, ${mebibytes(last)} at the end, ${slope(later).toFixed(1)} bytes for each script`) // prettier-ignore
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`
}

/** The slope of the line that is nearest by least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (index: 0 | 1) =>
    points.reduce((sum, point) => sum + point[index], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const above = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0)
  return above / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0)
}
