import type { BackendName, Measurement, openSandbox as opening } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io, type Style } from '../io.ts'
import { interruptible } from '../planner/interruptible.ts'
import { sandboxOf } from '../sandbox/opened.ts'

/** The options of `goap sandbox bench`. */
export interface BenchFlags {
  readonly backend?: string
  readonly rounds?: number
  readonly json?: boolean
}

/** `goap sandbox bench`: how fast each backend is that works here, beside a fresh QuickJS runtime. */
export async function sandboxBenchCommand(io: Io, flags: BenchFlags): Promise<Exit> {
  const { backendNames, bench, openSandbox } = await import('../../sandbox/index.ts')
  await using sandbox = await sandboxOf(io, flags.backend)
  const isOne = flags.backend !== undefined && flags.backend !== 'hybrid'
  const names = isOne ? sandbox.backends.slice(0, 1) : backendNames
  const here = await ready(names, io, openSandbox)
  const open = Object.fromEntries(here.map((backend) => [backend, () => openSandbox({ backend })]))
  const rounds = flags.rounds === undefined ? {} : { rounds: flags.rounds }
  const { found: all } = await interruptible(io, (signal, listen) => {
    listen()
    return bench(open, { ...rounds, signal })
  })
  const style = styleFor(io.stdout, io.environment)
  if (flags.json)
    for (const one of all) io.stdout.write(`${JSON.stringify({ schema: 'goap/sandbox-bench@1', ...one })}\n`) // prettier-ignore
  else io.stdout.write(table(all, style))
  return here.length === 0 ? exits.failed : exits.done
}

/** Those that work here; of the others it is told why not. */
async function ready(
  names: readonly BackendName[],
  io: Io,
  openSandbox: typeof opening,
): Promise<readonly BackendName[]> {
  const here: BackendName[] = []
  for (const backend of names) {
    await using sandbox = openSandbox({ backend })
    const [found] = await sandbox.health()
    if (found?.ready === true) here.push(backend)
    else io.stderr.write(`${backend} is left out: ${found?.missing}\n`)
  }
  return here
}

function table(all: readonly Measurement[], style: Style): string {
  const rows = all.map(({ subject, coldStart, fresh, snippet }) => [
    subject,
    coldStart === null ? '' : `${coldStart.toFixed(0)} ms`,
    `${fresh.perSecond.toLocaleString('en')}/s`,
    times(fresh.ratio),
    `${snippet.perSecond.toLocaleString('en')}/s`,
    times(snippet.ratio),
  ])
  const head = ['', 'first result', '1+1', 'beside', '200 characters', 'beside']
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0))) // prettier-ignore
  const line = (cells: readonly string[]): string => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd() // prettier-ignore
  return [
    style('bold', line(head)),
    ...rows.map((row) => line(row)),
    '',
    'Each execution in a fresh world, one after the other, in turns; medians, after half a second of processor time in which each warms up. The sources are the same each time, and `wasm` keeps what it compiled of them. Beside: the fresh quickjs-emscripten runtime of the same rounds.',
    '',
  ].join('\n')
}

function times(ratio: number): string {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)} ×`
}
