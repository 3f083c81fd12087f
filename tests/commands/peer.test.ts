import { expect, test } from 'vitest'
import { boundedStart, startPeer, type Peer, type Start } from '../../src/commands/index.ts'

const node = (script: string): Start => ({
  file: process.execPath,
  arguments: ['-e', script],
  directory: '/',
  environment: { SEEN: 'yes' },
})

async function outputOf(peer: Peer): Promise<string> {
  const parts: Buffer[] = []
  for await (const bytes of peer.output) if (bytes instanceof Buffer) parts.push(bytes)
  return Buffer.concat(parts).toString()
}

test('a peer answers on its streams, and sees only the environment that it is given', async () => {
  const peer = await startPeer(
    node('process.stdin.on("data", (b) => process.stdout.write(b + Object.keys(process.env)))'),
  )
  peer.input.end('hello ')
  expect(await outputOf(peer)).toBe('hello SEEN')
  expect(await peer.ended).toEqual({ code: 0, signal: null })
})

test('a peer is ended with all that it started', async () => {
  const peer = await startPeer(
    node(
      'require("child_process").spawn("sleep", ["1000"], { stdio: "inherit" }); setInterval(() => {}, 1000)',
    ),
  )
  // Its streams end only when nobody holds them any more.
  await peer.end()
  expect(await peer.ended).toEqual({ code: null, signal: 'SIGKILL' })
  await peer.end()
})

test('the end of what a peer complained is kept', async () => {
  const peer = await startPeer(node('console.error("x".repeat(100000)); console.error("the end")'))
  await peer.ended
  expect(peer.complaint()).toMatch(/x\nthe end\n$/)
  expect(peer.complaint().length).toBe(4096)
})

test('writing to a peer that has ended is no error', async () => {
  const peer = await startPeer(node(''))
  await peer.ended
  peer.input.write('late')
  await new Promise(setImmediate)
  expect(await peer.ended).toEqual({ code: 0, signal: null })
})

test('a program that is not there rejects', async () => {
  await expect(startPeer({ ...node(''), file: '/no/such/program' })).rejects.toMatchObject({
    code: 'ENOENT',
  })
})

test.runIf(process.platform === 'linux')('the system holds a peer to its bounds', async () => {
  const look =
    'process.stdout.write(require("fs").readFileSync("/proc/self/limits", "utf8").match(/Max (cpu time|data size|core file size) +\\d+/g).join().replace(/ +/g, " "))'
  const peer = await startPeer(boundedStart(node(look), { data: 3 * 1024 ** 3, cpu: 9.5 }))
  expect(await outputOf(peer)).toBe('Max cpu time 10,Max data size 3221225472,Max core file size 0')
})

test('a peer that is not held lets this process wait for its end', async () => {
  const peer = await startPeer(node('setInterval(() => {}, 1000)'))
  peer.hold(false)
  await peer.end()
  expect(await peer.ended).toEqual({ code: null, signal: 'SIGKILL' })
})
