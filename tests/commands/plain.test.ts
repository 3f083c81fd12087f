import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { plain, type CommandResult, type PlainOptions } from '../../src/commands/index.ts'
import { commandsContract } from '../contracts/commands.ts'
import { folder } from './folder.ts'

commandsContract('plain', async () => {
  const workspace = folder()
  return {
    commands: plain({ workspace }),
    greet: 'echo hello',
    fail: 'exit 3',
    hang: 'sleep 600',
    mark: 'echo > mark',
    marked: () => existsSync(join(workspace, 'mark')),
  }
})

const never = new AbortController().signal

async function run(script: string, options: Partial<PlainOptions> = {}): Promise<CommandResult> {
  return plain({ workspace: folder(), ...options }).run({ script }, never)
}

test('stdout and stderr come in the order they were written', async () => {
  const { tail } = await run('for i in 1 2 3; do echo out $i; echo err $i >&2; done')
  expect(tail).toBe('out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n')
})

test('the output can be opened by name, as a script may do', async () => {
  const { tail } = await run('echo a > /dev/stderr; echo b | tee /dev/stderr > /dev/null; echo c')
  expect(tail).toBe('a\nb\nc\n')
})

test.runIf(existsSync('/proc/self/fdinfo'))(
  'a script gets no descriptor that was open when goap was started',
  () => {
    const room = new URL('../../src/commands/index.ts', import.meta.url).href
    const code = `
    import { plain } from ${JSON.stringify(room)}
    const commands = plain({ workspace: process.argv[1] })
    const { tail } = await commands.run({ script: 'cat <&40 && echo nothing' }, new AbortController().signal)
    process.stdout.write(tail)`
    const workspace = folder()
    writeFileSync(join(workspace, 'secret'), 'secret')
    const secret = openSync(join(workspace, 'secret'), 'r')
    onTestFinished(() => closeSync(secret))
    // Node keeps the first ones for itself.
    const stdio = Array.from({ length: 41 }, (_, index) => (index === 1 ? 'pipe' : index === 40 ? secret : 'ignore')) // prettier-ignore
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code, workspace], { stdio, encoding: 'utf8' }) // prettier-ignore
    expect(stdout).toBe('nothing\n')
  },
)

test('where no named pipe can be made the output comes all the same', async () => {
  const workspace = folder()
  vi.stubEnv('TMPDIR', join(workspace, 'none'))
  onTestFinished(() => void vi.unstubAllEnvs())
  const commands = plain({ workspace })
  const { tail } = await commands.run({ script: 'echo a; echo b >&2; echo c' }, never)
  expect(tail).toBe('a\nb\nc\n')
})

test('standard input is empty', async () => {
  expect((await run('cat; echo end')).tail).toBe('end\n')
})

test('a script stops at its first line that fails', async () => {
  const result = await run('echo one\nfalse\necho two')
  expect(result).toMatchObject({ exit: 1, tail: 'one\n' })
})

test('a script is read by bash, whatever it begins with and whatever its lines end with', async () => {
  expect((await run('echo {a,b}')).tail).toBe('a b\n')
  expect((await run('echo one\r\necho two\r\n')).tail).toBe('one\ntwo\n')
  expect(await run('-x')).toMatchObject({ exit: 127 })
})

test('without bash, the POSIX shell runs the script', async () => {
  const workspace = folder()
  const shell = join(workspace, 'shell')
  writeFileSync(shell, '#!/bin/sh\nshift\nexec /bin/sh -c "$@"\n', { mode: 0o755 })
  const result = await run('echo $0', { workspace, shell })
  expect(result).toMatchObject({ exit: 0, tail: 'goap\n' })
})

test('a signal that ends the script is told', async () => {
  const result = await run('kill -9 $$')
  expect(result).toMatchObject({ ended: 'signalled', exit: null, signal: 'SIGKILL' })
})

test('the environment holds the allowed names, the named ones, and what the command adds', async () => {
  const environment = {
    PATH: process.env['PATH'],
    HOME: '/home/ann',
    LC_ALL: 'C',
    EDITOR: 'vi',
    GITHUB_TOKEN: 'ghp_not-for-commands',
    DEPLOY_TARGET: 'staging',
    EMPTY: undefined,
  }
  const commands = plain({
    workspace: folder(),
    environment,
    allowEnvironment: ['DEPLOY_TARGET', 'EMPTY'],
  })
  const { tail } = await commands.run({ script: 'env', environment: { ROUND: '2' } }, never)
  const names = tail.split('\n').map((line) => line.split('=')[0])
  expect(names).toEqual(
    expect.arrayContaining(['PATH', 'HOME', 'LC_ALL', 'DEPLOY_TARGET', 'ROUND']),
  )
  expect(names).not.toContain('EDITOR')
  expect(names).not.toContain('GITHUB_TOKEN')
  expect(names).not.toContain('EMPTY')
})

test('a command runs in the workspace, or in a folder inside it', async () => {
  const workspace = folder()
  mkdirSync(join(workspace, 'sub', '..deep'), { recursive: true })
  const commands = plain({ workspace })
  const at = async (directory: string): Promise<string> =>
    (await commands.run({ script: 'pwd -P', directory }, never)).tail.trim()
  expect((await commands.run({ script: 'pwd -P' }, never)).tail.trim()).toBe(workspace)
  expect(await at('sub')).toBe(join(workspace, 'sub'))
  expect(await at('sub/..deep')).toBe(join(workspace, 'sub', '..deep'))
  expect(await at(join(workspace, 'sub'))).toBe(join(workspace, 'sub'))
})

test('a folder outside the workspace is refused, also by way of a link', async () => {
  const workspace = folder()
  const outside = folder()
  symlinkSync(outside, join(workspace, 'link'))
  const commands = plain({ workspace })
  for (const directory of ['..', '/', outside, 'link', `${workspace}-other/..`])
    await expect(commands.run({ script: 'echo > mark', directory }, never)).rejects.toMatchObject({
      code: expect.stringMatching(/^commands\/(?:outside-workspace|no-directory)$/),
    })
  await expect(commands.run({ script: ':', directory: 'link' }, never)).rejects.toThrow(
    `The working folder "link" leads to ${outside}, outside the workspace ${workspace}.`,
  )
  expect(existsSync(join(outside, 'mark'))).toBe(false)
})

test('a folder that does not exist is refused', async () => {
  const commands = plain({ workspace: folder() })
  await expect(commands.run({ script: ':', directory: 'none' }, never)).rejects.toMatchObject({
    code: 'commands/no-directory',
  })
})

test('without a shell nothing can run', async () => {
  await expect(run(':', { shell: '/nowhere/sh' })).rejects.toMatchObject({
    code: 'commands/no-shell',
    message: '/nowhere/sh is not there or cannot be run.',
  })
})

test('a script that the system does not take is lost, and the result says why', async () => {
  expect(await run('echo \0')).toMatchObject({ ended: 'lost', exit: null })
  const long = await run(`: ${'x'.repeat(200_000)}`)
  expect(long).toMatchObject({ ended: 'lost', exit: null, signal: null })
  expect(long.tail).toMatch(/^The command could not be started: .*E2BIG/)
})

test('of a long output the end is kept, and the hash and the size are of all of it', async () => {
  const all = Array.from({ length: 20_000 }, (_, index) => `line ${index} é\n`).join('')
  const result = await run('for ((i = 0; i < 20000; i++)); do echo "line $i é"; done', {
    maximumOutput: 1001,
  })
  expect(result.truncated).toBe(true)
  expect(result.bytes).toBe(Buffer.byteLength(all))
  expect(result.hash).toBe(createHash('sha256').update(all).digest('hex'))
  expect(all.endsWith(result.tail)).toBe(true)
  expect(Buffer.byteLength(result.tail)).toBeGreaterThan(990)
  expect(Buffer.byteLength(result.tail)).toBeLessThanOrEqual(1001)
})

test('secrets of the environment, of the command and of the options stay hidden', async () => {
  const commands = plain({
    workspace: folder(),
    environment: { PATH: process.env['PATH'], DEPLOY_TOKEN: 'hunter2hunter2' },
    allowEnvironment: ['DEPLOY_TOKEN'],
    secrets: ['open sesame'],
  })
  const shown: string[] = []
  const result = await commands.run(
    {
      script: 'echo $DEPLOY_TOKEN; echo $API_KEY; echo open sesame; printf "%s" $API_KEY',
      environment: { API_KEY: 'abcdef-123456' },
    },
    never,
    { output: (text) => shown.push(text) },
  )
  expect(result.tail).toBe('[redacted]\n[redacted]\n[redacted]\n[redacted]')
  expect(shown.join('')).toBe(result.tail)
})
