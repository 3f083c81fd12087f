import { expect, test } from 'vitest'
import { scripted } from '../../src/commands/index.ts'
import { commandsContract } from '../contracts/commands.ts'

commandsContract('scripted', async () => {
  const commands = scripted({
    greet: { tail: 'hello\n' },
    fail: { exit: 3 },
    hang: 'hang',
    mark: {},
  })
  const marked = (): boolean => commands.calls.some(({ script }) => script === 'mark')
  return { commands, greet: 'greet', fail: 'fail', hang: 'hang', mark: 'mark', marked }
})

const never = new AbortController().signal

test('a script without an answer fails as in a shell', async () => {
  const result = await scripted().run({ script: 'nothing' }, never)
  expect(result).toMatchObject({ exit: 127, tail: 'nothing: command not found\n' })
})

test('an answer may depend on the whole command', async () => {
  const commands = scripted(({ directory }) => ({ tail: directory ?? 'workspace' }))
  const result = await commands.run({ script: 'pwd', directory: 'sub' }, never)
  expect(result.tail).toBe('sub')
  expect(commands.calls).toEqual([{ script: 'pwd', directory: 'sub' }])
})

test('an answer may be any result', async () => {
  const commands = scripted({ slow: { ended: 'timeout', signal: 'SIGKILL', duration: 5 } })
  expect(await commands.run({ script: 'slow' }, never)).toMatchObject({
    ended: 'timeout',
    exit: null,
    signal: 'SIGKILL',
    duration: 5,
  })
})
