import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { processIo } from '../../src/cli/io.ts'
import { pipe } from '../../src/cli/pipe.ts'
import { explain } from '../../src/cli/explain.ts'
import { visible, visibleLine, visibleOutput } from '../../src/cli/visible.ts'
import { goap } from './run.ts'

class Stream extends EventEmitter {
  readonly texts: string[] = []
  readonly isTTY = true
  columns = 80
  write(text: string): boolean {
    this.texts.push(text)
    return true
  }
}

/** A process that one can signal and whose exits are noted. */
function host() {
  const codes: unknown[] = []
  const emitter = new EventEmitter()
  const stdout = new Stream()
  const made = Object.assign(emitter, {
    stdout,
    stderr: new Stream(),
    stdin: new Stream(),
    env: { A: 'b' },
    cwd: () => '/here',
    exit: (code: unknown) => void codes.push(code),
  })
  return { io: processIo(made as unknown as NodeJS.Process), emitter, stdout, codes }
}

const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })

test('a signal is heard as long as somebody wants to hear it, the next one ends the process at once', () => {
  const { io, emitter, codes } = host()
  const heard: string[] = []
  io.interrupted((signal) => heard.push(signal) < 2)
  emitter.emit('SIGINT')
  emitter.emit('SIGINT')
  expect(heard).toEqual(['SIGINT', 'SIGINT'])
  expect(codes).toEqual([])
  emitter.emit('SIGINT')
  expect(codes).toEqual([130])
})

test('a first signal stops in order, a second one ends the process at once', () => {
  const { io, emitter, codes } = host()
  const heard: string[] = []
  const release = io.interrupted((signal) => heard.push(signal))
  emitter.emit('SIGINT')
  expect(heard).toEqual(['SIGINT'])
  expect(codes).toEqual([])
  emitter.emit('SIGINT')
  emitter.emit('SIGTERM')
  expect(codes).toEqual([130, 143])
  release()
  expect(emitter.eventNames()).toEqual([])
})

test('a terminal that is closed, which is told twice, stops what runs like a termination', () => {
  const { io, emitter, codes } = host()
  const heard: string[] = []
  io.interrupted((signal) => heard.push(signal))
  emitter.emit('SIGHUP')
  emitter.emit('SIGHUP')
  expect(heard).toEqual(['SIGTERM', 'SIGTERM'])
  expect(codes).toEqual([])
})

test('when nobody reads any more, a listing ends with its own exit code and a run is stopped', () => {
  const listing = host()
  listing.io.stdout.write('one')
  listing.stdout.emit('error', closed)
  listing.io.stdout.write('two')
  expect(listing.stdout.texts).toEqual(['one'])
  expect(listing.codes).toEqual([])

  const { io, stdout, codes } = host()
  const heard: string[] = []
  io.interrupted((signal) => heard.push(signal))
  io.stdout.write('one')
  stdout.emit('error', closed)
  stdout.emit('error', Object.assign(new Error('EIO'), { code: 'EIO' }))
  io.stdout.write('two')
  expect(heard).toEqual(['SIGTERM'])
  expect(codes).toEqual([])
  expect(stdout.texts).toEqual(['one'])
})

test('an output is what its stream is, and another error of it is not hidden', () => {
  const stream = new Stream()
  const piped = pipe(stream, () => {})
  piped.write('one')
  piped.write('two')
  expect(stream.texts).toEqual(['one', 'two'])
  expect(stream.listenerCount('error')).toBe(1)
  stream.columns = 40
  expect(piped).toMatchObject({ isTTY: true, columns: 40 })
  expect(() => stream.emit('error', new Error('disk'))).toThrow('disk')
})

test('what would control a terminal is shown, and what people write is left as it is', () => {
  expect(visible('a\tb\nc é 日本 👩‍👩‍👧 שלום')).toBe('a\tb\nc é 日本 👩‍👩‍👧 שלום')
  expect(visible('a\u001b[2Jb\u0007\u202e\u{e0041}')).toBe(String.raw`a\x1b[2Jb\x07\u202e\ue0041`)
  expect(visibleLine(' two\n  lines\t')).toBe('two lines')
  expect(visibleOutput('\u001b[31mred\u001b[0m\r\nnext\u0008')).toBe('red\nnext\\x08')
})

test('a defect asks for a report, and shows where it comes from only when asked', async () => {
  let said = ''
  const io = (environment: Record<string, string>) => ({
    ...host().io,
    stderr: { write: (text: string) => (said += text) },
    environment,
  })
  expect(explain(new Error('no such case'), io({}))).toBe(70)
  expect(said).toContain('internal error: no such case')
  expect(said).toContain('please report it')
  expect(said).not.toContain('process.test.ts')
  const caused = new Error('outer', { cause: new Error('inner') })
  expect(explain(caused, io({ GOAP_DEBUG: '1' }))).toBe(70)
  expect(said).toContain('process.test.ts')
  expect(said).toContain('caused by Error: inner')
  expect(explain('only a text', io({}))).toBe(70)
  expect((await goap('.', ['read', 'nowhere.md', '--debug'])).err).toContain(
    'GoapError: nowhere.md',
  )
})

test('--no-color wins over everything, wherever it stands', async () => {
  const environment = { FORCE_COLOR: '1' }
  const wrong = (...args: string[]) => goap('.', ['read', 'nowhere.md', ...args], { environment })
  expect((await wrong()).err).toContain('\u001b[')
  expect((await wrong('--no-color')).err).not.toContain('\u001b[')
  const help = await goap('.', ['--no-color', 'help'], { environment })
  expect(help).toMatchObject({ code: 0, out: expect.stringContaining('--no-color') })
})
