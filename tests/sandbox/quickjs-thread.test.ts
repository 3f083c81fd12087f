import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { beforeAll, expect, test } from 'vitest'
import { jobOf } from '../../src/sandbox/apart/job.ts'
import { limitsOf, type BoundScript } from '../../src/sandbox/index.ts'
import { startThread, type Running, type Thread } from '../../src/sandbox/quickjs/thread.ts'
import { readSource } from '../../src/sandbox/source.ts'
import { webAssembly, type WasmModule } from '../../src/wasm/index.ts'

let wasmModule: WasmModule
beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm')
  wasmModule = await webAssembly.compile(await readFile(file))
})

function runningOf(code: string, wall = 20_000): Running {
  const script: BoundScript = { code, limits: limitsOf('default', { wall }), why: 'a test' }
  const source = readSource(script)
  if ('status' in source) throw new Error(source.error.message)
  return { job: jobOf(script, source), script, source, signal: new AbortController().signal }
}

async function endOf(thread: Thread, code: string, wall?: number): Promise<unknown> {
  return (await thread.run(runningOf(code, wall))).end
}

test('a script that comes while a world is made ready waits for it, and both come to their end', async () => {
  const thread = startThread(wasmModule)
  const { job } = runningOf('')
  const warmed = [thread.warm(job), thread.warm({ ...job, tools: ['other'] })]
  const value = endOf(thread, '6 * 7')
  await Promise.all(warmed)
  expect(await value).toEqual({ status: 'success', value: 42 })
  await thread.rested
  await thread.end()
})

test('a thread rests after each script, of which the next finds nothing; one that is ended rests at once', async () => {
  const thread = startThread(wasmModule)
  for (const code of ['globalThis.left = 1', '"y".repeat(5e6).length', 'typeof left'])
    await endOf(thread, code)
  expect(await endOf(thread, 'typeof left')).toEqual({ status: 'success', value: 'undefined' })
  expect(await endOf(thread, '[].indexOf.call({ length: 2 ** 53 - 1 }, 1)', 30)).toMatchObject({ status: 'timeout', reason: 'wall' }) // prettier-ignore
  await thread.rested
  expect(thread.isAlive).toBe(false)
  await thread.end()
})
