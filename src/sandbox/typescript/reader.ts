import { SourceMap } from 'node:module'
import { seats } from '../apart/seats.ts'
import type { BoundScript } from '../backend.ts'
import type { BackendName } from '../result.ts'
import type { Ended } from '../guest/outcome.ts'
import { fault, readSource, placeIn, syntaxError, type Source } from '../source.ts' // prettier-ignore
import { KeptSources } from './kept.ts'
import type { Stripped } from './strip.ts'
import { startStripThread, type Reading } from './thread.ts'

// TypeScript is read by Node's own reader, a module of WebAssembly that nothing bounds: 250 bytes such as `a?(b):c=>a?(b):c=>…` take it
// hours, and four kilobytes of brackets overflow its stack, after which it reads nothing in that thread any more. So:
//
//   T1. It never reads on the thread of the host. What is not read by the deadline is ended with its thread.
//   T2. A thread whose reader broke is replaced.
//   T3. What was read lately is not read again.

/** Why a source can be no script. */
export type Unreadable = Exclude<Ended, { readonly status: 'success' }>

/** Reads sources of scripts. */
export interface SourceReader extends AsyncDisposable {
  /**
   * The source as JavaScript: at once, but for TypeScript that was not read lately. Rejects with `sandbox/backend-failed` where no
   * thread can be started.
   */
  read(script: BoundScript, signal: AbortSignal): Source | Unreadable | Promise<Source | Unreadable>
}

/** UTF-16 units of sources that are kept. */
const mostKept = 1024 * 1024

/** For the scripts of a backend. Threads are started when they are first needed. */
export function sourceReader(backend: BackendName): SourceReader {
  const threads = seats(backend, startStripThread)
  const kept = new KeptSources(mostKept)

  return {
    read(script, signal) {
      const source = readSource(script)
      if ('status' in source || script.language !== 'ts') return source
      return kept.get(source) ?? withoutTypes(source, script, signal)
    },
    [Symbol.asyncDispose]: async () => threads.close(),
  }

  async function withoutTypes(
    source: Source,
    { limits }: BoundScript,
    signal: AbortSignal,
  ): Promise<Source | Unreadable> {
    const { text, file } = source
    try {
      const { reading, ms } = await threads.use(signal, async (thread) => thread.strip({ text, file, wall: limits.wall, signal })) // prettier-ignore
      if (reading.kind !== 'text') return unreadable(reading)
      const read = { file, text: reading.text, place: placing(reading) }
      kept.set(source, read)
      return { ...read, ms }
    } catch (error) {
      if (signal.aborted && error === signal.reason) return unreadable({ kind: 'cancelled' })
      throw error
    }
  }
}

/** What is left of a script's bounds after its source was read. */
export function afterReading(script: BoundScript, { ms = 0 }: Source): BoundScript {
  if (ms === 0) return script
  return { ...script, limits: { ...script.limits, wall: Math.max(0, script.limits.wall - ms) } }
}

function unreadable(reading: Exclude<Reading, { kind: 'text' }>): Unreadable {
  switch (reading.kind) {
    case 'wrong':
      return syntaxError(reading.message, { line: reading.line, column: reading.column })
    case 'too-large':
      return { status: 'violation', reason: 'source', error: fault('RangeError', reading.message) }
    case 'broken':
      return { status: 'error', reason: 'stack', error: fault('RangeError', 'The source nests too deeply to be read as TypeScript.') } // prettier-ignore
    case 'out-of-memory':
      return { status: 'violation', reason: 'memory' }
    case 'late':
      return { status: 'timeout', reason: 'wall' }
    case 'cancelled':
      return { status: 'timeout', reason: 'cancelled' }
  }
}

function placing({ text, map }: Extract<Stripped, { kind: 'text' }>): Source['place'] {
  const inText = placeIn(text)
  if (map === null) return inText
  let read: SourceMap | undefined
  return (line, column) => {
    if (inText(line, column).line === null) return { line: null, column: null }
    read ??= new SourceMap(JSON.parse(map))
    const origin = read.findEntry(line - 1, column - 1)
    return 'originalLine' in origin
      ? { line: origin.originalLine + 1, column: origin.originalColumn + 1 }
      : { line: null, column: null }
  }
}
