import type { Json } from '../base/index.ts'
import type { Evidence, ScriptBlock } from '../model/index.ts'
import type { SandboxResult, ScriptError } from '../sandbox/index.ts'

/** Of a longer value only the outcome knows; evidence is shown and kept in every report. In characters of its JSON. */
const longestValue = 4_096
/** What evidence keeps of what a script printed, in characters. */
const longestTail = 16_384

/** What a script did, as evidence. */
export function scriptEvidence(
  { language, code }: ScriptBlock,
  result: SandboxResult,
): Extract<Evidence, { kind: 'script' }> {
  const { stdout, stderr, fuel, memory, backend, why, ms } = result
  const output = stdout === '' || stderr === '' || stdout.endsWith('\n') ? stdout + stderr : `${stdout}\n${stderr}` // prettier-ignore
  const tail = tailOf(output)
  const error = 'error' in result && result.error !== undefined ? result.error : null
  return {
    kind: 'script',
    language,
    source: sha256(code),
    status: result.status,
    reason: result.status === 'success' ? null : result.reason,
    error: error && { name: error.name, message: error.message, line: error.line, column: error.column }, // prettier-ignore
    ...(result.status === 'success' ? kept(result.value) : {}),
    fuel,
    memory,
    backend,
    why,
    duration: ms,
    tail,
    hash: sha256(output),
    bytes: Buffer.byteLength(output),
    truncated: tail.length < output.length,
    confinement: 'sandbox',
  }
}

/**
 * How a script ended that gave no value, in words: `it used all its fuel`, `it threw TypeError: x is not a function
 * (plans/p.md:14:3)`. Lines are those of `file`, where it is known where the script begins there.
 */
export function howScriptEnded(
  result: Exclude<SandboxResult, { status: 'success' }>,
  where: Pick<ScriptBlock, 'place'> & { readonly file?: string },
): string {
  const { reason, error } = result
  const at = error ? placeOf(error, where) : ''
  const said = error ? `${error.name}: ${error.message.split('\n')[0] ?? ''}` : ''
  switch (reason) {
    case 'thrown':
      return `its script threw ${said}${at}`
    case 'syntax':
      return `its script is no program: ${said}${at}`
    case 'stack':
      return `its script recursed or nested too deeply${at}`
    case 'result':
      return `what its script gives cannot be told as JSON${error ? `: ${error.message}` : ''}`
    default:
      return `its script ${bounds[reason]}${at}`
  }
}

const bounds = {
  fuel: 'used all its fuel',
  wall: 'took longer than it may',
  pending: 'waits for a promise that can never settle',
  cancelled: 'was cancelled',
  memory: 'needs more memory than it may have',
  output: 'printed more than it may',
  'host-calls': 'called its tools more often than it may',
  value: 'passed on more bytes than it may',
  source: 'is longer than it may be',
} as const

/** ` (plans/p.md:14:3)`, or by the script's own lines, ` (line 2 of the script)`. */
function placeOf(
  { line, column }: ScriptError,
  { place, file }: Parameters<typeof howScriptEnded>[1],
): string {
  if (line === null) return ''
  if (!place || file === undefined) return ` (line ${line} of the script)`
  const shift = column === null ? '' : `:${column + place.column - 1}`
  return ` (${file}:${place.line + line - 1}${shift})`
}

function kept(value: Json | undefined): { readonly value?: Json } {
  return value === undefined || JSON.stringify(value).length > longestValue ? {} : { value }
}

/** The end of a text from the beginning of a line, where it has one: half a line may be half a secret. */
function tailOf(output: string): string {
  if (output.length <= longestTail) return output
  const end = output.slice(-longestTail)
  return end.includes('\n') ? end.slice(end.indexOf('\n') + 1) : ''
}

/** Cryptography is loaded with the first script: most calls of goap run none. */
function sha256(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')
}
