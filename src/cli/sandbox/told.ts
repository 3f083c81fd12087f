import type { SandboxResult } from '../../index.ts'
import { styleFor, type Io, type Output } from '../io.ts'
import { painter } from '../painter.ts'
import { visible, visibleLine, visibleOutput } from '../visible.ts'

/** A result as `goap sandbox run --json` prints it: without what only a library needs. */
export function resultJson(result: SandboxResult): object {
  const { status, stdout, stderr, fuel, memory, backend, why, ms } = result
  const error = 'error' in result ? result.error : undefined
  return {
    schema: 'goap/sandbox-result@1',
    status,
    ...(result.status === 'success' ? {} : { reason: result.reason }),
    ...(result.status === 'success' && result.value !== undefined ? { value: result.value } : {}),
    ...(error ? { error: { name: error.name, message: error.message, line: error.line, column: error.column } } : {}), // prettier-ignore
    stdout,
    stderr,
    fuel,
    memory,
    backend,
    why,
    ms: Math.round(ms * 1000) / 1000,
  }
}

/** Prints what the script printed, its value or what became of it, and at a terminal what it took. */
export async function tell(
  io: Io,
  result: SandboxResult,
  { file, code }: { readonly file: string; readonly code: Uint8Array },
): Promise<void> {
  pass(io.stdout, result.stdout)
  pass(io.stderr, result.stderr)
  const style = styleFor(io.stderr, io.environment)
  if (result.status === 'success') {
    if (result.value !== undefined) pass(io.stdout, `${JSON.stringify(result.value)}\n`)
  } else io.stderr.write(`${await trouble(result, file, code, io)}\n`)
  if (io.stderr.isTTY !== true) return
  const spent = [
    ...(result.fuel === null ? [] : [`${result.fuel.toLocaleString('en')} fuel`]),
    ...(result.memory === null ? [] : [`${(result.memory / 2 ** 20).toFixed(1)} MiB`]),
    `${result.ms.toFixed(1)} ms`,
  ]
  io.stderr.write(`${style('dim', `${result.backend} (${visibleLine(result.why)}): ${spent.join(', ')}`)}\n`) // prettier-ignore
}

/** As it came; at a terminal without what would control it. */
function pass(output: Output, text: string): void {
  if (text !== '') output.write(output.isTTY === true ? visibleOutput(text) : text)
}

type Failed = Exclude<SandboxResult, { readonly status: 'success' }>

async function trouble(
  result: Failed,
  file: string,
  code: Uint8Array,
  { stderr, environment }: Io,
): Promise<string> {
  const { status, reason, error } = result
  const style = styleFor(stderr, environment)
  const what = error ? `${error.name}: ${error.message}` : says[reason]
  const kind = status === 'error' ? reason : `${status}: ${reason}`
  const hint = hints[reason] ?? ''
  const source = await sourceIn(code)
  if (!error || error.line === null || source === null) {
    const head = `${visibleLine(file)}  ${style('red', 'error')}  ${style('dim', kind)}`
    return [head, `  ${visible(what)}`, ...(hint === '' ? [] : [`  ${style('green', hint)}`])].join('\n') // prettier-ignore
  }
  const { frame } = await import('../../documents/index.ts')
  const place = placeOf(source.text, error.line, error.column ?? 1)
  const finding = {
    severity: 'error',
    code: kind,
    message: what,
    hint,
    place,
    related: [],
  } as const
  return frame(source, finding, file, { paint: painter(style) })
}

const says: Readonly<Record<Failed['reason'], string>> = {
  syntax: 'It is no program.',
  thrown: 'It threw.',
  stack: 'It recursed or nested too deeply.',
  result: 'Its value cannot be JSON.',
  fuel: 'It took all the steps that it may take.',
  wall: 'It took all the time that it may take.',
  pending: 'Its promise can never settle: nothing is left that could settle it.',
  cancelled: 'It was cancelled.',
  memory: 'It wanted more memory than it may have.',
  output: 'It printed more than it may.',
  'host-calls': 'It called tools more often than it may.',
  value: 'A value that passes in or out is larger than it may be.',
  source: 'It is longer than a script may be.',
}

const hints: Readonly<Partial<Record<Failed['reason'], string>>> = {
  fuel: 'Raise --fuel, or look for a loop without end.',
  wall: 'Raise --timeout, or look for a loop without end.',
  memory: 'Raise --memory, or hold less at once.',
}

/** The text of a script; null where it is none. */
async function sourceIn(
  code: Uint8Array,
): Promise<{ readonly text: string; readonly bytes: Uint8Array } | null> {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(code), bytes: code } // prettier-ignore
  } catch {
    return null
  }
}

/** The place of a character: a name whole, else the one. */
function placeOf(
  text: string,
  line: number,
  column: number,
): {
  start: number
  end: number
  line: number
  column: number
  endLine: number
  endColumn: number
} {
  let before = 0
  for (let count = 1; count < line; count++) {
    const next = text.indexOf('\n', before)
    if (next < 0) break
    before = next + 1
  }
  const start = Math.min(text.length, before + column - 1)
  const word = /[\w$]*/y
  word.lastIndex = start
  const length = Math.max(1, word.exec(text)?.[0].length ?? 1)
  return { start, end: start + length, line, column, endLine: line, endColumn: column + length }
}
