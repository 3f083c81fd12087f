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
  /**
   * How long each runs before it is measured, in milliseconds of processor time of this process, and no more than twice as long by the clock: V8
   * compiles better what has run for a while, so a process that runs few scripts is slower than what is told. Default 500.
   */
  readonly warmUp?: number
  readonly signal?: AbortSignal
}

export const snippet = `const all = Array.from({ length: 10 }, (_, n) => ({ id: 'task-' + n, hours: n % 4, done: n % 3 === 0 }))
const open = all.filter((one) => !one.done && /^task-[1-8]$/.test(one.id)); open.map((one) => one.hours)`

const none: Work = () => undefined
const kinds = ['fresh', 'snippet'] as const
const codes: Readonly<Record<Kind, string>> = { fresh: '1+1', snippet }

type Work = (code: string) => unknown

/** What is measured, and how often it fits into about a millisecond, so that looking at the clock takes no part of it. */
interface Subject {
  readonly name: Measurement['subject']
  readonly coldStart: number | null
  readonly work: Work
  readonly atOnce: Record<Kind, number>
}

type Kind = 'fresh' | 'snippet'

/** Measures each sandbox beside a fresh runtime of quickjs-emscripten, in turns, so that what the machine does meanwhile hits all. */
export async function bench(
  open: Readonly<Partial<Record<BackendName, () => Sandbox>>>,
  { rounds = 9, span = 30, warmUp = 500, signal }: BenchOptions = {},
): Promise<readonly Measurement[]> {
  const opened: Sandbox[] = []
  const isStopped = (): boolean => signal?.aborted === true
  try {
    const subjects = await opening(open, opened)
    // Twice, in turns as later: what all share is compiled anew when the next has used it in another way.
    for (let pass = 0; pass < 2; pass++)
      for (const { work, atOnce } of subjects)
        for (const kind of kinds) {
          if (isStopped()) break
          const took = await warmedUp(work, codes[kind], warmUp / 2)
          atOnce[kind] = Math.max(1, Math.floor(1 / took))
        }
    const times = subjects.map(() => ({ fresh: [] as number[], snippet: [] as number[] }))
    for (let round = 0; round < rounds && !isStopped(); round++)
      for (const kind of kinds)
        for (const index of turn(subjects.length, round)) {
          const { work = none, atOnce } = subjects[index] ?? {}
          times[index]?.[kind].push(await timeOf(work, codes[kind], atOnce?.[kind] ?? 1, span))
        }
    const base = times.at(-1)
    return subjects.map(({ name, coldStart }, index) => ({
      subject: name,
      coldStart,
      fresh: speed(times[index]?.fresh, base?.fresh),
      snippet: speed(times[index]?.snippet, base?.snippet),
    }))
  } finally {
    for (const sandbox of opened) await sandbox[Symbol.asyncDispose]()
  }
}

/** Opens each sandbox, and runs one script in it; the fresh runtime stands last. */
async function opening(
  open: Readonly<Partial<Record<BackendName, () => Sandbox>>>,
  opened: Sandbox[],
): Promise<readonly Subject[]> {
  const subjects: Subject[] = []
  const add = (name: Subject['name'], coldStart: number | null, work: Work): void =>
    void subjects.push({ name, coldStart, work, atOnce: { fresh: 1, snippet: 1 } })
  for (const name of backendNames) {
    const sandbox = open[name]?.()
    if (!sandbox) continue
    opened.push(sandbox)
    const work: Work = (code) => sandbox.execute({ code })
    const start = performance.now()
    expectSuccess(await work(codes.fresh))
    add(name, performance.now() - start, work)
  }
  const { freshQuickJs } = await import('./fresh-quickjs.ts')
  add('a fresh quickjs-emscripten runtime', null, await freshQuickJs())
  return subjects
}

/** Forwards, then backwards. */
function turn(count: number, round: number): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  return round % 2 === 0 ? order : order.toReversed()
}

/** Runs until this process has computed for so long. Gives the milliseconds of one execution at the end. */
async function warmedUp(work: Work, code: string, span: number): Promise<number> {
  const [spent, start] = [process.cpuUsage(), performance.now()]
  for (;;) {
    const took = await timeOf(work, code, 1, span / 10)
    const { user, system } = process.cpuUsage(spent)
    if ((user + system) / 1000 >= span || performance.now() - start >= 2 * span) return took
  }
}

/** Milliseconds of one execution, from as many as fit into the span, `atOnce` between two looks at the clock. */
async function timeOf(work: Work, code: string, atOnce: number, span: number): Promise<number> {
  const start = performance.now()
  let [count, end] = [0, start]
  while (end - start < span) {
    for (let index = 0; index < atOnce; index++) {
      const value = work(code)
      expectSuccess(value instanceof Promise ? await value : value)
    }
    count += atOnce
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

/** The fresh runtime gives the value itself, and throws where there is none. */
function expectSuccess(result: unknown): void {
  if (typeof result === 'object' && result !== null && 'status' in result && result.status !== 'success') throw new Error(`The bench's own script ended otherwise: ${JSON.stringify(result)}`) // prettier-ignore
}
