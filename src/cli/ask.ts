import { createInterface } from 'node:readline/promises'
import { userInfo } from 'node:os'
import type { Asker } from '../index.ts'
import type { Io, Style } from './io.ts'
import type { Names } from './report/plain.ts'

export interface AskerOptions {
  readonly io: Io
  readonly style: Style
  readonly names: Names
  /** Called before a question is put and when it is answered: nothing else may be written meanwhile. */
  readonly hold: () => void
  readonly release: () => void
  /** Keeps that a command is always allowed. */
  readonly always: (command: string) => Promise<void>
}

/** Puts questions at the terminal. An empty answer means: not now. */
export function terminalAsker({ io, style, names, hold, release, always }: AskerOptions): Asker {
  async function put(
    lines: readonly string[],
    prompt: string,
    signal: AbortSignal,
  ): Promise<string | null> {
    hold()
    for (const line of lines) io.stdout.write(`${line}\n`)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- readline only writes to it
    const output = io.stdout as unknown as NodeJS.WritableStream
    const terminal = createInterface({ input: io.stdin, output })
    // Ctrl-C at the question is an interrupt like any other.
    terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    try {
      return (await terminal.question(`${style('bold', prompt)} `, { signal })).trim()
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return null
      throw error
    } finally {
      terminal.close()
      release()
    }
  }

  return {
    by: userInfo().username,
    async permission({ subject, command, reason, dangerous }, signal) {
      const lines = [
        '',
        `${style('yellow', '‖')} ${names(subject)} wants to run:`,
        ...command.split('\n').map((line) => `    ${line}`),
        dangerous ? style('red', `  dangerous: ${reason}`) : style('dim', `  ${reason}`),
      ]
      const choice = dangerous
        ? '[o]nce, [n]ever, Enter for not now:'
        : '[o]nce, [a]lways, [n]ever, Enter for not now:'
      for (;;) {
        const answer = (await put(lines, choice, signal))?.toLowerCase() ?? ''
        if (answer === '') return null
        if ('once'.startsWith(answer) || 'yes'.startsWith(answer)) return 'once'
        if ('never'.startsWith(answer)) return 'never'
        if ('always'.startsWith(answer) && !dangerous) {
          await always(command)
          return 'always'
        }
      }
    },
    async question({ subject, text, choices }, signal) {
      const lines = ['', `${style('yellow', '‖')} ${names(subject)}`, `  ${text}`]
      const prompt =
        choices.length > 0
          ? `${choices.join(', ')}, Enter for not now:`
          : 'Answer, Enter for not now:'
      for (;;) {
        const answer = await put(lines, prompt, signal)
        if (answer === null || answer === '') return null
        if (choices.length === 0) return answer
        const found = choices.find((choice) => choice.startsWith(answer.toLowerCase()))
        if (found !== undefined) return found
      }
    },
  }
}
