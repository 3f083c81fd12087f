import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { seededRandom, simulatedClock } from '../../src/base/index.ts'
import {
  confined,
  endGroup,
  isAlive,
  plain,
  processIdentity,
  type CommandResult,
  type Commands,
  type PlainOptions,
  type ProcessGroup,
  type ProcessIdentity,
} from '../../src/commands/index.ts'
import { canConfine, tellWhyNot } from './confinement-here.ts'
import { folder, until } from './folder.ts'

const never = new AbortController().signal

/** Runs a script and calls `then` with its first line of output. */
async function started(
  script: string,
  then: (line: string) => void,
  options: Partial<PlainOptions> = {},
  signal: AbortSignal = never,
  way: (options: PlainOptions) => Commands = plain,
): Promise<CommandResult> {
  const commands = way({ workspace: folder(), ...options })
  let told = false
  return commands.run({ script, timeout: 60_000 }, signal, {
    output: (text) => {
      if (!told) then(text.trim())
      told = true
    },
  })
}

const ways = [
  { name: 'a plain', way: plain, here: true },
  { name: 'a confined', way: (options: PlainOptions) => confined({ ...options, confine: 'require' }), here: canConfine }, // prettier-ignore
]

tellWhyNot()

describe.each(ways)('$name command', ({ way, here }) => {
  test.skipIf(!here)('a cancelled script gets the time to clean up', async () => {
    const cancel = new AbortController()
    const script = 'trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 0.01; done'
    const result = await started(script, () => cancel.abort(), {}, cancel.signal, way)
    expect(result).toMatchObject({ ended: 'cancelled', exit: 0 })
    expect(result.tail).toMatch(/bye\n$/)
  })

  test.skipIf(!here)('a script that does not listen is killed', async () => {
    const cancel = new AbortController()
    const script = 'trap "" TERM; echo ready; while :; do sleep 0.01; done'
    const result = await started(script, () => cancel.abort(), { grace: 50 }, cancel.signal, way)
    expect(result).toMatchObject({ ended: 'cancelled', exit: null, signal: 'SIGKILL' })
  })

  test.skipIf(!here)('a script that is stopped is ended as well', async () => {
    const cancel = new AbortController()
    const script = 'echo ready; kill -STOP $$; sleep 600'
    const result = await started(script, () => cancel.abort(), {}, cancel.signal, way)
    expect(result).toMatchObject({ ended: 'cancelled', signal: 'SIGTERM' })
  })

  test.skipIf(!here)(
    'a script that takes longer than its timeout is ended, counted from its release',
    async () => {
      const clock = simulatedClock()
      const commands = way({ workspace: folder(), clock })
      const result = await commands.run({ script: 'echo ready; sleep 600', timeout: 5000 }, never, {
        held: async () => clock.advance(60_000),
        output: () => clock.advance(5000),
      })
      expect(result).toMatchObject({
        ended: 'timeout',
        exit: null,
        signal: 'SIGTERM',
        duration: 5000,
      })
    },
  )

  test.skipIf(!here)(
    'a script that has ended is not called late when it is cancelled afterwards',
    async () => {
      const cancel = new AbortController()
      const result = await started('echo ready', () => {}, {}, cancel.signal, way)
      cancel.abort()
      expect(result).toMatchObject({ ended: 'exited', exit: 0 })
    },
  )
})

test('no child of a cancelled script lives on', async () => {
  const cancel = new AbortController()
  let child: ProcessIdentity | undefined
  const script = 'bash -c "trap : TERM; sleep 600 & echo \\$!; wait; wait"'
  const cancelled = (pid: string): void => {
    child = processIdentity(Number(pid))
    expect(isAlive(child)).toBe(true)
    cancel.abort()
  }
  await started(script, cancelled, { grace: 100 }, cancel.signal)
  expect(child && isAlive(child)).toBe(false)
})

test('no child of a script that has ended lives on, whether it holds the output or not', async () => {
  for (const output of ['', ' > /dev/null 2>&1']) {
    let child: ProcessIdentity | undefined
    const result = await started(`sleep 600${output} & echo $!`, (pid) => {
      child = processIdentity(Number(pid))
    })
    expect(result).toMatchObject({ ended: 'exited', exit: 0 })
    expect(child && isAlive(child)).toBe(false)
  }
})

test('a child that has left the group does not keep the command waiting', async () => {
  let child: ProcessIdentity | undefined
  onTestFinished(() => {
    if (child) process.kill(child.pid, 'SIGKILL')
  })
  const script = 'setsid bash -c "echo \\$\\$; exec sleep 600" & sleep 0.2; echo done'
  const result = await started(script, (pid) => {
    child = processIdentity(Number(pid))
  })
  expect(result.tail).toMatch(/done\n$/)
  expect(child && isAlive(child)).toBe(true)
})

/** An engine in a process of its own. Gives what it tells of the held group, and a way to kill it. */
async function engine(
  workspace: string,
  script: string,
  releases: boolean,
): Promise<{
  readonly group: ProcessGroup
  readonly leader: ProcessIdentity
  kill(): Promise<void>
}> {
  const code = `
    import { plain } from ${JSON.stringify(new URL('../../src/commands/index.ts', import.meta.url).href)}
    const commands = plain({ workspace: process.argv[1] })
    const held = async (group) => {
      process.stdout.write(JSON.stringify(group) + '\\n')
      if (process.argv[3] === 'hold') await new Promise(() => setInterval(() => {}, 1000))
    }
    await commands.run({ script: process.argv[2] }, new AbortController().signal, { held })`
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', code, workspace, script, releases ? 'release' : 'hold'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = new Promise((resolve) => child.once('exit', resolve))
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()))
  await until(() => text.includes('\n'))
  const group = JSON.parse(text) as ProcessGroup
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  return { group, leader: processIdentity(group.pgid), kill }
}

test('a held command never runs when the engine is killed', async () => {
  const workspace = folder()
  const { leader, kill } = await engine(workspace, 'echo > mark', false)
  expect(isAlive(leader)).toBe(true)
  await kill()
  await until(() => isAlive(leader) === false)
  expect(existsSync(join(workspace, 'mark'))).toBe(false)
})

test('what a killed engine left behind is ended, once', async () => {
  const workspace = folder()
  const { group, leader, kill } = await engine(workspace, 'echo > mark; sleep 600', true)
  await until(() => existsSync(join(workspace, 'mark')))
  await kill()
  expect(isAlive(leader)).toBe(true)
  expect(await endGroup({ ...group, started: (group.started ?? 0) + 1 })).toBe(false)
  expect(await endGroup({ ...group, boot: 'another' })).toBe(false)
  expect(await endGroup({ ...group, started: null })).toBe(false)
  expect(isAlive(leader)).toBe(true)
  expect(await endGroup(group)).toBe(true)
  expect(isAlive(leader)).toBe(false)
  expect(await endGroup(group)).toBe(false)
})

test('children whose leader has ended are ended too', async () => {
  const workspace = folder()
  const script = 'sleep 600 > /dev/null 2>&1 & echo $! > mark; wait'
  const { group, leader, kill } = await engine(workspace, script, true)
  await until(() => existsSync(join(workspace, 'mark')))
  await kill()
  process.kill(group.pgid, 'SIGKILL')
  await until(() => isAlive(leader) === false)
  expect(await endGroup(group)).toBe(true)
  expect(await endGroup(group)).toBe(false)
})

test('this process is alive, and one that differs in anything is not it', () => {
  const here = processIdentity()
  expect(here.pid).toBe(process.pid)
  expect(isAlive(here)).toBe(true)
  expect(isAlive({ ...here, started: (here.started ?? 0) + 1 })).toBe(false)
  expect(isAlive({ ...here, boot: 'another' })).toBe(false)
  expect(isAlive({ ...here, started: null, boot: null })).toBe(true)
  const random = seededRandom(1)
  const gone = 3_900_000 + Math.floor(random.next() * 100_000)
  expect(isAlive({ ...here, pid: gone })).toBe(false)
})

test('whether a process of another host is alive cannot be known', () => {
  expect(isAlive({ ...processIdentity(), host: 'elsewhere' })).toBeNull()
})
