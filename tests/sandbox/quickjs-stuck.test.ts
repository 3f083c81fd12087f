import { expect, test, vi } from 'vitest'
import { jobOf } from '../../src/sandbox/apart/job.ts'
import type { Line, LineOptions } from '../../src/sandbox/apart/line.ts'
import { limitsOf, type BoundScript } from '../../src/sandbox/index.ts'
import { startThread } from '../../src/sandbox/quickjs/thread.ts'
import type { Task, WorkerReport } from '../../src/sandbox/quickjs/worker.ts'
import { readSource } from '../../src/sandbox/source.ts'

/** What was done with the line to a thread, in order. */
const { done } = vi.hoisted(() => ({ done: [] as string[] }))

// A thread that makes its world ready and then says nothing any more.
vi.mock('../../src/sandbox/apart/line.ts', () => ({
  startLine({ heard, died }: LineOptions<WorkerReport>): Line {
    let isAlive = true
    return {
      numbers: new Int32Array(new SharedArrayBuffer(64)),
      get isAlive() {
        return isAlive
      },
      fault: undefined,
      post(message) {
        const { kind } = message as Task
        if (kind === 'warm') setImmediate(() => heard({ kind: 'ready' }))
        else done.push(kind)
      },
      stop: () => done.push('stop'),
      rest: () => {},
      wake: () => {},
      async end() {
        isAlive = false
        done.push('end')
        died()
      },
    }
  },
}))

test('a thread that does not stop though it is told so is ended, and its result had not waited for that', async () => {
  const thread = startThread(null, { result: 0, thread: 1 })
  const script: BoundScript = { code: '1', limits: limitsOf('default', { wall: 1 }), why: 'a test' }
  const source = readSource(script)
  if ('status' in source) throw new Error(source.error.message)
  const { signal } = new AbortController()
  const ran = await thread.run({ job: jobOf(script, source), script, source, signal })
  expect(ran).toMatchObject({ end: { status: 'timeout', reason: 'wall' }, forced: true })
  expect([...done, thread.isAlive]).toEqual(['run', 'stop', true])
  await thread.rested
  expect([...done, thread.isAlive]).toEqual(['run', 'stop', 'end', false])
})
