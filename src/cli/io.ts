import type { styleText as StyleText } from 'node:util'
import { styleText } from 'node:util'

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
  /** Calls `stop` when the user interrupts; the result ends that. */
  interrupted(stop: (signal: 'SIGINT' | 'SIGTERM') => void): () => void
}

/** The process's own input and output. */
export function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    environment: process.env,
    folder: process.cwd(),
    interrupted(stop) {
      let before = false
      // The first one stops in order; who asks again does not want to wait. Nothing is lost: the journal has what was done.
      const on = (signal: 'SIGINT' | 'SIGTERM', code: number) => (): void => {
        if (before) process.exit(code)
        before = true
        stop(signal)
      }
      const onInt = on('SIGINT', 130)
      const onTerm = on('SIGTERM', 143)
      process.on('SIGINT', onInt)
      process.on('SIGTERM', onTerm)
      return () => {
        process.off('SIGINT', onInt)
        process.off('SIGTERM', onTerm)
      }
    },
  }
}

type Format = Parameters<typeof StyleText>[0]

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
