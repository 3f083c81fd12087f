import { backendNames } from '../chosen.ts'
import type { BackendName } from '../result.ts'
import type { Sandbox } from '../sandbox.ts'

/** How fast one way to run scripts is here. */
export interface Measurement {
  /** A backend, or what it is compared with. */
  readonly subject: BackendName | 'a fresh quickjs-emscripten runtime'
  /** Milliseconds from nothing to the first result, with what is loaded for it in a process that had loaded nothing of it; null where it is not measured. */
  readonly coldStart: number | null
  /** `1 + 1`, each in a fresh world, one after the other. */
  readonly fresh: Speed
  /** A script of 200 characters that works with objects, strings and a regular expression. */
  readonly snippet: Speed
}

export interface Speed {
  /** Executions in a second: the median of the rounds. */
  readonly perSecond: number
  /** How many times as many as the fresh runtime did in the same rounds. */
  readonly ratio: number
}

export interface BenchOptions {
  /** How often each is measured, in turns. Default 9. */
  readonly rounds?: number
  /** How long one measurement takes at least, in milliseconds. Default 30. */
  readonly span?: number
  readonly signal?: AbortSignal
}

export const snippet = `const all = Array.from({ length: 10 }, (_, n) => ({ id: 'task-' + n, hours: n % 4, done: n % 3 === 0 }))
const open = all.filter((one) => !one.done && /^task-[1-8]$/.test(one.id)); open.map((one) => one.hours)`

type Work = (code: string) => unknown

/** Measures each sandbox beside a fresh runtime of quickjs-emscripten, in turns, so that what the machine does meanwhile hits all. */
export async function bench(
  open: Readonly<Partial<Record<BackendName, () => Sandbox>>>,
  { rounds = 9, span = 30, signal }: BenchOptions = {},
): Promise<readonly Measurement[]> {
  const opened: Sandbox[] = []
  try {
    return await measured(open, opened, { rounds, span, ...(signal ? { signal } : {}) })
  } finally {
    for (const sandbox of opened) await sandbox[Symbol.asyncDispose]()
  }
}

async function measured(
  open: Readonly<Partial<Record<BackendName, () => Sandbox>>>,
  opened: Sandbox[],
  { rounds, span, signal }: BenchOptions & { readonly rounds: number; readonly span: number },
): Promise<readonly Measurement[]> {
  const subjects: { name: Measurement['subject']; coldStart: number | null; work: Work }[] = []
  for (const name of backendNames) {
    const sandbox = open[name]?.()
    if (!sandbox) continue
    opened.push(sandbox)
    const start = performance.now()
    await expectSuccess(sandbox, '1+1')
    subjects.push({ name, coldStart: performance.now() - start, work: (code) => expectSuccess(sandbox, code) }) // prettier-ignore
  }
  const { freshQuickJs } = await import('./fresh-quickjs.ts')
  const fresh = await freshQuickJs()
  subjects.push({ name: 'a fresh quickjs-emscripten runtime', coldStart: null, work: fresh })
  const codes = { fresh: '1+1', snippet } as const
  const times = subjects.map(() => ({ fresh: [] as number[], snippet: [] as number[] }))
  for (let round = 0; round < rounds && signal?.aborted !== true; round++)
    for (const kind of ['fresh', 'snippet'] as const)
      for (const index of turn(subjects.length, round))
        times[index]?.[kind].push(await timeOf(subjects[index]?.work, codes[kind], span))
  const base = times.at(-1)
  return subjects.map(({ name, coldStart }, index) => ({
    subject: name,
    coldStart,
    fresh: speed(times[index]?.fresh, base?.fresh),
    snippet: speed(times[index]?.snippet, base?.snippet),
  }))
}

/** Forwards, then backwards. */
function turn(count: number, round: number): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  return round % 2 === 0 ? order : order.toReversed()
}

/** Milliseconds of one execution, from as many as fit into the span. */
async function timeOf(work: Work | undefined, code: string, span: number): Promise<number> {
  const start = performance.now()
  let [count, end] = [0, start]
  while (end - start < span) {
    const value = work?.(code)
    if (value instanceof Promise) await value
    count++
    end = performance.now()
  }
  return (end - start) / count
}

function speed(times: readonly number[] = [], base: readonly number[] = []): Speed {
  const ratios = times.map((time, round) => (base[round] ?? Number.NaN) / time)
  return { perSecond: Math.round(1000 / median(times)), ratio: median(ratios) }
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

async function expectSuccess(sandbox: Sandbox, code: string): Promise<void> {
  const { status, ...rest } = await sandbox.execute({ code })
  if (status !== 'success') throw new Error(`The bench's own script ended as ${status}: ${JSON.stringify(rest)}`) // prettier-ignore
}
