import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { backendNames, openSandbox } from '../../src/sandbox/index.ts'

const run = promisify(execFile)
const door = pathToFileURL('src/sandbox/index.ts').href

/** What a process prints that runs this beside `openSandbox`. It is ended after a minute: who waits for that has left something running. */
async function printed(code: string): Promise<string> {
  const source = `import { openSandbox } from ${JSON.stringify(door)}\n${code}`
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', source], { timeout: 60_000 }) // prettier-ignore
  expect(stderr).toBe('')
  return stdout
}

test.each(backendNames)(
  'a process that opened, used and closed a sandbox of %s ends by itself, with nothing left',
  { timeout: 70_000 },
  async (backend) => {
    const said = await printed(`
      const sandbox = openSandbox({ backend: '${backend}' })
      const [{ ready, missing }] = await sandbox.health()
      if (ready) {
        const tools = [{ name: 'later', call: async (n) => n }]
        await sandbox.warm(tools)
        const results = await Promise.all([1, 2, 3].map((n) => sandbox.execute({ code: 'later(' + n + ')', tools })))
        const running = sandbox.execute({ code: 'new Promise(() => later(1).then(() => later(2)))', tools: [{ name: 'later', call: () => new Promise(() => {}) }] })
        setTimeout(() => sandbox.close(), 50)
        const { reason } = await running
        await sandbox.close()
        console.log(results.map(({ value }) => value).join(), reason)
      } else console.log('left out:', missing)
      // What has ended is listed until the loop has let go of it.
      for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve))
      console.log(process.getActiveResourcesInfo().filter((one) => one !== 'TTYWrap' && one !== 'PipeWrap').join())`)
    expect(said).toMatch(/^(?:1,2,3 cancelled|left out: .+)\n\n$/)
  },
)

test('a process lives until a thread has ended, also one that comes to rest meanwhile', async () => {
  const inRoom = (file: string): string => JSON.stringify(new URL(file, door).href)
  const said = await printed(`
    const { startLine } = await import(${inRoom('apart/line.ts')})
    const { quickJsWorker } = await import(${inRoom('worker-files.ts')})
    const line = startLine({ entry: quickJsWorker, heard() {}, died() {} })
    const ended = line.end()
    line.rest()
    await ended
    console.log('ended')`)
  expect(said).toBe('ended\n')
})

test('a sandbox of wasm that nobody closes keeps no process alive', async () => {
  expect(
    await printed(
      `console.log((await openSandbox({ backend: 'wasm' }).execute({ code: '1 + 1' })).value)`,
    ),
  ).toBe('2\n')
})

test('a thousand scripts at once all succeed, and end in the order in which they came', async () => {
  await using sandbox = openSandbox({ backend: 'wasm' })
  const order: number[] = []
  const results = await Promise.all(
    Array.from({ length: 1000 }, async (_, index) => {
      const result = await sandbox.execute({ code: `input + ${index}`, input: index })
      order.push(index)
      return result
    }),
  )
  expect(results.every((result, index) => result.status === 'success' && result.value === 2 * index)).toBe(true) // prettier-ignore
  expect(order).toEqual(results.map((_, index) => index))
})

test('a script of a tool that answers late keeps nobody else waiting', async () => {
  await using sandbox = openSandbox({ backend: 'wasm', pool: { size: 2 } })
  const { promise: answer, resolve } = Promise.withResolvers<number>()
  const slow = sandbox.execute({ code: 'late()', tools: [{ name: 'late', call: () => answer }] })
  expect(await sandbox.execute({ code: '1' })).toMatchObject({ value: 1 })
  resolve(7)
  expect(await slow).toMatchObject({ value: 7 })
})

test('the canaries of what works here sing', async () => {
  await using sandbox = openSandbox({ backend: 'hybrid' })
  const all = await sandbox.health()
  const bad = all.flatMap(({ backend, canaries }) => canaries.filter(({ passed }) => !passed).map((one) => ({ backend, ...one }))) // prettier-ignore
  expect(bad).toEqual([])
  expect(all.find(({ backend }) => backend === 'wasm')).toMatchObject({ healthy: true })
})
