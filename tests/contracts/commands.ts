import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Commands, ProcessGroup } from '../../src/commands/index.ts'

/** Commands under test, with scripts that do what their names say. */
export interface Opened {
  readonly commands: Commands
  /** Prints `hello` and a newline, and succeeds. */
  readonly greet: string
  /** Prints nothing and ends with exit code 3. */
  readonly fail: string
  /** Ends only when it is ended. */
  readonly hang: string
  /** Leaves a mark. */
  readonly mark: string
  /** Whether the mark is there. */
  readonly marked: () => boolean
}

const never = new AbortController().signal

/** What every way to run commands must do. */
export function commandsContract(name: string, open: () => Promise<Opened>): void {
  test(`${name}: a result tells the exit code, the output, its size and its hash`, async () => {
    const { commands, greet } = await open()
    expect(await commands.run({ script: greet }, never)).toMatchObject({
      ended: 'exited',
      exit: 0,
      signal: null,
      tail: 'hello\n',
      bytes: 6,
      truncated: false,
      hash: createHash('sha256').update('hello\n').digest('hex'),
    })
  })

  test(`${name}: a command that fails resolves with its exit code`, async () => {
    const { commands, fail } = await open()
    const result = await commands.run({ script: fail }, never)
    expect(result).toMatchObject({ ended: 'exited', exit: 3, tail: '' })
  })

  test(`${name}: output is given as it comes`, async () => {
    const { commands, greet } = await open()
    const shown: string[] = []
    await commands.run({ script: greet }, never, { output: (text) => shown.push(text) })
    expect(shown.join('')).toBe('hello\n')
  })

  test(`${name}: nothing runs while the process is held`, async () => {
    const { commands, mark, marked } = await open()
    const seen: boolean[] = []
    const groups: ProcessGroup[] = []
    await commands.run({ script: mark }, never, {
      held: async (group) => {
        groups.push(group)
        seen.push(marked())
      },
    })
    expect(groups).toHaveLength(1)
    expect(groups[0]?.pgid).toBeGreaterThan(0)
    expect(seen).toEqual([false])
    expect(marked()).toBe(true)
  })

  test(`${name}: nothing ever runs when the holding is refused, and the reason comes through`, async () => {
    const { commands, mark, marked } = await open()
    const reason = new Error('fenced')
    const running = commands.run({ script: mark }, never, {
      held: async () => {
        throw reason
      },
    })
    await expect(running).rejects.toBe(reason)
    expect(marked()).toBe(false)
  })

  test(`${name}: a command that was cancelled before its start is not even held`, async () => {
    const { commands, mark, marked } = await open()
    let held = false
    const result = await commands.run({ script: mark }, AbortSignal.abort(), {
      held: async () => {
        held = true
      },
    })
    expect(result).toMatchObject({ ended: 'cancelled', exit: null, bytes: 0 })
    expect([held, marked()]).toEqual([false, false])
  })

  test(`${name}: a command that is cancelled while it is held never runs`, async () => {
    const { commands, mark, marked } = await open()
    const cancel = new AbortController()
    const result = await commands.run({ script: mark }, cancel.signal, {
      held: async () => cancel.abort(),
    })
    expect(result).toMatchObject({ ended: 'cancelled', exit: null })
    expect(marked()).toBe(false)
  })

  test(`${name}: a command that is cancelled while it runs ends`, async () => {
    const { commands, hang } = await open()
    const cancel = new AbortController()
    const running = commands.run({ script: hang }, cancel.signal)
    setImmediate(() => cancel.abort())
    expect(await running).toMatchObject({ ended: 'cancelled', exit: null })
  })

  test(`${name}: several commands run side by side`, async () => {
    const { commands, greet, fail } = await open()
    const results = await Promise.all(
      [greet, fail, greet].map((script) => commands.run({ script }, never)),
    )
    expect(results.map(({ exit }) => exit)).toEqual([0, 3, 0])
  })
}
