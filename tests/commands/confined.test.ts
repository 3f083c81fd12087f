import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  confined,
  confinementIn,
  isAlive,
  plain,
  processIdentity,
  type CommandResult,
  type ConfinedOptions,
  type NoBubblewrap,
} from '../../src/commands/index.ts'
import { commandsContract } from '../contracts/commands.ts'
import { canConfine, tellWhyNot } from './confinement-here.ts'
import { folder, until } from './folder.ts'

const never = new AbortController().signal

async function run(script: string, options: Partial<ConfinedOptions> = {}): Promise<CommandResult> {
  return confined({ workspace: folder(), ...options }).run({ script }, never)
}

tellWhyNot()

describe.skipIf(!canConfine)('where bubblewrap works', () => {
  commandsContract('confined', async () => {
    const workspace = folder()
    return {
      commands: confined({ workspace, confine: 'require' }),
      greet: 'echo hello',
      fail: 'exit 3',
      hang: 'sleep 600',
      mark: 'echo > mark',
      marked: () => existsSync(join(workspace, 'mark')),
    }
  })

  test('a result tells how much the command was confined', async () => {
    expect(await run(':')).toMatchObject({ exit: 0, confinement: 'bubblewrap' })
    const reach = () => ({ network: true })
    expect(await run(':', { reach })).toMatchObject({ confinement: 'bubblewrap+network' })
    expect(await run(':', { confine: 'off' })).toMatchObject({ confinement: 'plain' })
  })

  test('stdout and stderr come in the order they were written, and can be opened by name', async () => {
    const script = 'echo a; echo b >&2; echo c > /dev/stderr; echo d | tee /dev/stdout'
    expect((await run(script)).tail).toBe('a\nb\nc\nd\nd\n')
  })

  test('a command that was cancelled is told to have been ended by the signal, one that ends by 143 is not', async () => {
    const cancel = new AbortController()
    const commands = confined({ workspace: folder() })
    const running = commands.run({ script: 'echo ready; sleep 600' }, cancel.signal, {
      output: () => cancel.abort(),
    })
    expect(await running).toMatchObject({ ended: 'cancelled', exit: null, signal: 'SIGTERM' })
    expect(await run('exit 143')).toMatchObject({ ended: 'exited', exit: 143 })
  })

  test('what could not be started is lost, not failed', async () => {
    const workspace = folder()
    const directory = join(workspace, 'gone')
    mkdirSync(directory)
    const held = async (): Promise<void> => rmdirSync(directory)
    const commands = confined({ workspace })
    const result = await commands.run({ script: 'echo hello', directory }, never, { held })
    expect(result).toMatchObject({ ended: 'lost', exit: null })
    expect(result.tail).toMatch(/^bwrap: .*gone/)
  })

  test('a workspace behind a symbolic link is the folder that it leads to', async () => {
    const workspace = folder()
    const link = join(folder(), 'link')
    symlinkSync(workspace, link)
    expect((await run('pwd; echo > mark', { workspace: link })).tail).toBe(`${workspace}\n`)
    expect(existsSync(join(workspace, 'mark'))).toBe(true)
  })

  // The system does not hold root to it.
  test.skipIf(process.getuid?.() === 0)('a script starts only so many processes', async () => {
    const reach = () => ({ limits: { processes: 20 } })
    const result = await run('for i in {1..40}; do sleep 600 & done; wait', { reach })
    expect(result.tail).toContain('Resource temporarily unavailable')
    expect(result.ended).not.toBe('timeout')
  })

  test('nothing of a script outlives its run, neither what left its group', async () => {
    const mark = crypto.randomUUID()
    const workspace = folder()
    const script = `setsid sh -c ': ${mark}; echo $$ > ready; sleep 600' > /dev/null 2>&1 & while [ ! -e ready ]; do :; done`
    expect(await run(script, { workspace })).toMatchObject({ exit: 0 })
    const { tail } = await plain({ workspace }).run({ script: `pgrep -f '[${mark[0]}]${mark.slice(1)}' || echo none` }, never) // prettier-ignore
    expect(tail).toBe('none\n')
  })

  test('everything that was started dies with the engine', async () => {
    const workspace = folder()
    const code = `
      import { confined } from ${JSON.stringify(new URL('../../src/commands/index.ts', import.meta.url).href)}
      const held = async ({ pgid }) => console.log(pgid)
      await confined({ workspace: process.argv[1] }).run({ script: 'echo > mark; sleep 600' }, new AbortController().signal, { held })`
    const engine = spawn(process.execPath, ['--input-type=module', '-e', code, workspace])
    onTestFinished(() => void engine.kill('SIGKILL'))
    let text = ''
    engine.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()))
    await until(() => text.includes('\n') && existsSync(join(workspace, 'mark')))
    const leader = processIdentity(Number(text))
    expect(isAlive(leader)).toBe(true)
    engine.kill('SIGKILL')
    await until(() => isAlive(leader) === false)
  })

  test('a program that is planted in the workspace is not taken for bubblewrap', async () => {
    const workspace = folder()
    mkdirSync(join(workspace, 'bin'))
    writeFileSync(join(workspace, 'bin', 'bwrap'), '#!/bin/sh\necho planted\n', { mode: 0o755 })
    const environment = { PATH: `${workspace}/bin:/usr/bin:/bin` }
    expect((await run('echo mine', { workspace, environment })).tail).toBe('mine\n')
  })
})

const missing: NoBubblewrap = { works: false, reason: 'there is none', hint: 'Get one.' }

test('what must be confined does not run where it cannot be', async () => {
  const workspace = folder()
  const bubblewrap = async () => missing
  const commands = confined({ workspace, bubblewrap })
  for (const origin of ['agent', 'proposed'] as const)
    await expect(commands.run({ script: 'echo > mark', origin }, never)).rejects.toMatchObject({
      code: 'commands/not-confined',
      message: 'The command may run only confined, and there is none.',
      hint: 'Get one. `--confine off` runs commands without.',
    })
  const strict = confined({ workspace, bubblewrap, confine: 'require' })
  await expect(strict.run({ script: 'echo > mark' }, never)).rejects.toMatchObject({
    code: 'commands/not-confined',
  })
  expect(existsSync(join(workspace, 'mark'))).toBe(false)
})

test('a command of a document runs without where it cannot be confined, and that is told once', async () => {
  const told: NoBubblewrap[] = []
  const bubblewrap = async () => missing
  const commands = confined({ workspace: folder(), bubblewrap, unconfined: (why) => told.push(why) }) // prettier-ignore
  for (const origin of [undefined, 'document'] as const)
    expect(await commands.run({ script: 'echo a', ...(origin && { origin }) }, never)).toMatchObject({ exit: 0, confinement: 'plain' }) // prettier-ignore
  expect(told).toEqual([missing])
})

test('where confinement is off nothing is looked for', async () => {
  const bubblewrap = async () => {
    throw new Error('looked')
  }
  const commands = confined({ workspace: folder(), bubblewrap, confine: 'off' })
  const result = await commands.run({ script: 'echo a', origin: 'proposed' }, never)
  expect(result).toMatchObject({ exit: 0, confinement: 'plain' })
})

test.skipIf(process.getuid?.() !== 0)(
  'root confines nothing in the workspace of another',
  async () => {
    const workspace = folder()
    chownSync(workspace, 65_534, 65_534)
    expect(await confinementIn(workspace)).toMatchObject({
      works: false,
      reason: expect.stringContaining('belongs to user 65534'),
    })
  },
)

test('a home and a folder that holds the system are no workspaces to be confined to', async () => {
  expect(await confinementIn(homedir())).toMatchObject({
    works: false,
    reason: expect.stringMatching(/^the workspace .* is a home folder$/),
    hint: 'Move the project into a folder of its own.',
  })
  expect(await confinementIn('/')).toMatchObject({
    reason: 'the workspace / holds the system',
  })
})
