import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { plainOutput } from '../../src/cli/plain-output.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const file = resolve(import.meta.dirname, '../../src/cli/plain-output.ts')
const goap = resolve(import.meta.dirname, '../../bin/goap.js')

/** A process whose standard output is a pipe. */
function start(code: string) {
  const program = `import { plainOutput } from ${JSON.stringify(file)}
${code}`
  return spawn(process.execPath, ['--input-type=module', '--eval', program])
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) {
    text += chunk
    if (text.length < 400_000) await setTimeout(1)
  }
  return text
}

const large = "'é'.repeat(300_000)"

test.skipIf(process.platform === 'win32')('all of a text goes to a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'goap-output-'))
  folders.push(folder)
  const path = join(folder, 'text')
  const descriptor = openSync(path, 'w')
  const output = plainOutput(descriptor)
  output?.write('é'.repeat(100_000))
  output?.write('end')
  closeSync(descriptor)
  expect(readFileSync(path, 'utf8')).toBe(`${'é'.repeat(100_000)}end`)
})

test.skipIf(process.platform === 'win32')(
  'a slow reader of a pipe gets all of a text, however soon the process ends',
  async () => {
    const child = start(`plainOutput(1).write(${large} + 'end'); process.exit(3)`)
    const [text, [code]] = await Promise.all([textOf(child.stdout), once(child, 'exit')])
    expect(text).toBe(`${'é'.repeat(300_000)}end`)
    expect(code).toBe(3)
  },
)

test.skipIf(process.platform === 'win32')(
  'so does one of a pipe that was set to not wait',
  async () => {
    const child = start(`import { Socket } from 'node:net'
const other = new Socket({ fd: 1 }) // from here on nothing waits
let refused = 0
const { writeSync } = await import('node:fs')
try { for (;;) writeSync(1, 'x'.repeat(65_536)) } catch (error) { refused = error.code }
plainOutput(1).write(refused + ${large} + 'end')
process.exit(0)`)
    const text = await textOf(child.stdout)
    expect(text.replace(/^x+/, '')).toBe(`EAGAIN${'é'.repeat(300_000)}end`)
  },
)

test.skipIf(process.platform === 'win32')(
  'that nobody reads is told to whoever listens, as by a stream',
  async () => {
    const child = start(`const output = plainOutput(1)
const heard = []
output.on('error', ({ code }) => heard.push(code))
process.stdin.once('data', async () => {
  const taken = output.write('text')
  const at = heard.length
  await new Promise(setImmediate)
  console.error(JSON.stringify({ taken, at, heard }))
  process.exit(0)
})`)
    child.stdout.destroy()
    child.stdin.write('go')
    expect(JSON.parse(await textOf(child.stderr))).toEqual({
      taken: false,
      at: 0,
      heard: ['EPIPE'],
    })
  },
)

test('a descriptor that is closed is left to Node', () => {
  expect(plainOutput(987)).toBe(null)
})

test('what a command prints has gone out when its process ends, and a reader may leave early', async () => {
  const all = spawn(process.execPath, [goap, 'help', 'execute'])
  const [text, [code]] = await Promise.all([textOf(all.stdout), once(all, 'exit')])
  expect(text).toContain('goap execute')
  expect(code).toBe(0)
  const early = spawn(process.execPath, [goap, 'help', 'execute'])
  early.stdout.destroy()
  const [complaint, [other]] = await Promise.all([textOf(early.stderr), once(early, 'exit')])
  expect([complaint, other]).toEqual(['', 0])
})
