import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { Peer, PeerEnd } from '../../src/commands/index.ts'
import { jobOf } from '../../src/sandbox/apart/job.ts'
import { limitsOf, type BoundScript } from '../../src/sandbox/index.ts'
import { framed } from '../../src/sandbox/process/frames.ts'
import { startRunning } from '../../src/sandbox/process/running.ts'
import { readSource } from '../../src/sandbox/source.ts'

/** A process that says what the test has it say, and before it is gone that it has ended its script and is ready for another. */
function late() {
  const output = new PassThrough()
  const { promise: ended, resolve } = Promise.withResolvers<PeerEnd>()
  const says = (...messages: readonly object[]): void => {
    for (const message of messages) output.write(framed(message))
  }
  const die = (): void => resolve({ code: null, signal: 'SIGKILL' })
  const peer: Peer = {
    input: new PassThrough(),
    output,
    complaint: () => '',
    ended,
    async end() {
      says({ kind: 'ended', told: { kind: 'outcome', outcome: '=1' }, memory: null, shift: null }, { kind: 'ready' }) // prettier-ignore
      await new Promise((told) => setImmediate(told))
      die()
      await ended
    },
    hold: () => {},
  }
  return { peer, says, die }
}

function running(wall: number) {
  const script: BoundScript = { code: '1', limits: limitsOf('default', { wall }), why: 'a test' }
  const source = readSource(script)
  if ('status' in source) throw new Error(source.error.message)
  return { job: jobOf(script, source), script, source, signal: new AbortController().signal }
}

const refused = { code: 'sandbox/backend-failed' }

test('a process that was ended at a deadline serves nobody, though it had said that it is ready', async () => {
  const { peer, says } = late()
  const child = await startRunning(async () => peer)
  says({ kind: 'ready' })
  await child.ready()
  expect(await child.run(running(1))).toMatchObject({
    end: { status: 'timeout', reason: 'wall' },
    forced: true,
  })
  await expect(child.ready()).rejects.toMatchObject(refused)
  await expect(child.run(running(1))).rejects.toMatchObject(refused)
})

test('a process that ended by itself after it had said that it is ready takes no script', async () => {
  const { peer, says, die } = late()
  const child = await startRunning(async () => peer)
  says({ kind: 'ready' })
  await child.ready()
  die()
  await peer.ended
  await expect(child.run(running(20_000))).rejects.toMatchObject(refused)
  await expect(child.ready()).rejects.toMatchObject(refused)
})
