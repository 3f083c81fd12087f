import { styleText } from 'node:util'
import { pipe } from './pipe.ts'
import { plainOutput } from './plain-output.ts'
import { interrupts, type Interrupt } from './signals.ts'

/** Where text goes. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

/** What the command line has to do with the world outside: given by tests, otherwise the process's own. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly folder: string
  /** Calls `stop` when the user interrupts, and again as long as it gives true; the result ends that. */
  interrupted(stop: (signal: Interrupt) => unknown): () => void
}

/** The process's own input and output. */
export interface ProcessIo extends Io {
  /** Until all that was written has gone out, which a terminal may take time for. */
  flushed(): Promise<void>
}

/** The process's own input and output. The input is opened when it is first asked for, since few commands read it. */
export function processIo(
  host: NodeJS.Process = process,
  environment: Io['environment'] = host.env,
): ProcessIo {
  const signals = interrupts(host)
  const plain = host === process ? { stdout: plainOutput(1), stderr: plainOutput(2) } : null
  return {
    // A reader that has seen enough (`goap log | head`) ends the output without an error; a run is stopped, not left to itself.
    stdout: pipe(plain?.stdout ?? host.stdout, () => signals.stopAll('SIGTERM')),
    stderr: pipe(plain?.stderr ?? host.stderr, () => {}),
    get stdin() {
      return host.stdin
    },
    environment,
    folder: host.cwd(),
    interrupted: (stop) => signals.listen(stop),
    async flushed() {
      for (const name of ['stdout', 'stderr'] as const) {
        const stream = plain?.[name] ? null : host[name]
        if (stream && stream.writableLength > 0 && !stream.destroyed)
          await new Promise((resolve) => void stream.write('', resolve))
      }
    },
  }
}

type Format = Parameters<typeof styleText>[0]

/** Colours text, where colours are wanted. */
export type Style = (format: Format, text: string) => string

/** Colours for an output: at a terminal, unless NO_COLOR is set; FORCE_COLOR wins. */
export function styleFor(output: Output, environment: Io['environment']): Style {
  const forced = environment['FORCE_COLOR']
  const wanted =
    forced !== undefined
      ? forced !== '0'
      : output.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  return (format, text) => (wanted ? styleText(format, text, { validateStream: false }) : text)
}

/** Whether a person can be asked and watch: input and output are terminals. */
export function isInteractive({ stdin, stdout, environment }: Io): boolean {
  return (
    stdin.isTTY === true &&
    stdout.isTTY === true &&
    environment['TERM'] !== 'dumb' &&
    !environment['CI']
  )
}

/** Everything that comes on the standard input. */
export async function readInput({ stdin }: Io): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stdin)
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return Buffer.concat(chunks)
}
