import { createInterface } from 'node:readline/promises'
import { userInfo } from 'node:os'
import type { Asker } from '../index.ts'
import type { Io, Style } from './io.ts'
import type { Display } from './report/display.ts'
import { over } from './over.ts'
import type { Names } from './report/plain.ts'
import { visible, visibleLine } from './visible.ts'

export interface AskerOptions {
  readonly io: Io
  readonly style: Style
  readonly names: Names
  /** Held while a question is put: nothing else may be written meanwhile. */
  readonly display: Pick<Display, 'hold' | 'release'>
  /** Keeps that a command is always allowed. */
  readonly always: (command: string) => Promise<void>
  /** From when on nobody is asked any more: the answer is, not now. Default: never. */
  readonly draining?: AbortSignal
  /** Ctrl-C at a question. */
  readonly interrupt: () => void
}

/** Puts questions at the terminal. An empty answer, or the end of the input, means: not now. */
export function terminalAsker(options: AskerOptions): Asker {
  const { style, names, always } = options
  const ask = (lines: readonly string[], prompt: string, signal: AbortSignal): Promise<string> =>
    put(options, lines, prompt, signal)

  /** Asks for each field; what is left empty is not told. */
  async function reportOf(
    fields: readonly string[],
    signal: AbortSignal,
  ): Promise<Record<string, string>> {
    const told: [string, string][] = []
    for (const field of fields) {
      const value = await ask([], `${visibleLine(field)}, Enter for nothing:`, signal)
      if (value !== '') told.push([field, value])
    }
    return Object.fromEntries(told)
  }

  return {
    by: userName(),
    async permission({ subject, command, reason, dangerous }, signal) {
      const lines = [
        '',
        `${style('yellow', '‖')} ${names(subject)} wants to run:`,
        visible(command).trim().replace(/^/gm, '    '),
        style(dangerous ? 'red' : 'dim', `  ${visibleLine(reason)}`),
      ]
      const choice = dangerous
        ? '[o]nce, [n]ever, Enter for not now:'
        : '[o]nce, [a]lways, [n]ever, Enter for not now:'
      for (;;) {
        const answer = (await ask(lines, choice, signal)).toLowerCase()
        if (answer === '') return null
        if ('once'.startsWith(answer) || 'yes'.startsWith(answer)) return 'once'
        if ('never'.startsWith(answer)) return 'never'
        if ('always'.startsWith(answer) && !dangerous) {
          await always(command)
          return 'always'
        }
      }
    },
    async question({ subject, text, choices, fields = [] }, signal) {
      const lines = ['', `${style('yellow', '‖')} ${names(subject)}`, `  ${visibleLine(text)}`]
      const prompt =
        choices.length > 0
          ? `${choices.map(visibleLine).join(', ')}, Enter for not now:`
          : 'Answer, Enter for not now:'
      for (;;) {
        const answer = await ask(lines, prompt, signal)
        if (answer === '') return null
        if (choices.length === 0) return answer
        const found = choices.find((choice) =>
          choice.toLowerCase().startsWith(answer.toLowerCase()),
        )
        if (found === undefined) continue
        // The first choice says that it is done: only then there is something to tell.
        if (fields.length === 0 || found !== choices[0]) return found
        return { choice: found, report: await reportOf(fields, signal) }
      }
    },
  }
}

/** One question, with the terminal to itself. */
async function put(
  { io, style, display, interrupt, draining }: AskerOptions,
  lines: readonly string[],
  prompt: string,
  signal: AbortSignal,
): Promise<string> {
  if (draining?.aborted) return ''
  display.hold()
  for (const line of lines) io.stdout.write(`${line}\n`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- readline only writes to it
  const output = io.stdout as unknown as NodeJS.WritableStream
  const terminal = createInterface({ input: keyboard(io.stdin), output })
  terminal.on('SIGINT', interrupt)
  // The input ends (Ctrl-D) without a line: the question would wait for ever.
  const ended = new Promise<null>((resolve) => {
    terminal.once('close', () => resolve(null))
    terminal.once('error', () => resolve(null))
  })
  try {
    const typed = terminal
      .question(`${style('bold', prompt)} `, {
        signal: AbortSignal.any([signal, ...(draining ? [draining] : [])]),
      })
      .catch(notAsked)
    const answer = await Promise.race([typed, ended])
    if (answer === null) io.stdout.write('\n')
    return answer?.trim() ?? ''
  } finally {
    terminal.close()
    display.release()
  }
}

interface Keyboard {
  setRawMode?(mode: boolean): unknown
}

/** Of a terminal that was closed meanwhile, nothing can be set back; readline would throw where nobody can catch it. */
function keyboard<S extends NodeJS.ReadableStream & Keyboard>(stdin: S): S {
  function setRawMode(mode: boolean): unknown {
    try {
      return stdin.setRawMode?.(mode)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EIO') return stdin
      throw error
    }
  }
  return stdin.setRawMode === undefined ? stdin : over(stdin, { setRawMode })
}

/** The run stops, or the input has ended: there is no answer. */
function notAsked(error: unknown): null {
  const isOver = error instanceof Error && 'code' in error
  if (isOver && (error.code === 'ABORT_ERR' || error.code === 'ERR_USE_AFTER_CLOSE')) return null
  throw error
}

/** A user without a name, as in some containers, is told by the number. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
