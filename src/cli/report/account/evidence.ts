import type { AccountedTask } from '../../../index.ts'
import { visibleLine } from '../../visible.ts'
import { seconds, type Names } from '../plain.ts'
import { estimateOf } from './facts.ts'

// What is known of an attempt and of its evidence, in words that every format shares. All of it is safe to print.

type Attempt = AccountedTask['attempts'][number]
/** What speaks for a result. */
export type Evidence = Attempt['evidence'][number]
type CommandEvidence = Extract<Evidence, { kind: 'command' }>

/** Who tried a task, how long and with whose permission: `shell · 1.2 s, estimated 2 h · allowed by --yes`. */
export function attemptFacts(attempt: Attempt, task: AccountedTask): string {
  const { round, attempt: number, agent, outcome, allowed, usage } = attempt
  const isOnly = task.attempts.length === 1
  const parts = [
    ...(round > 0 ? [`round ${round + 1}`] : []),
    ...(isOnly || number === 0 ? [] : [`attempt ${number}`]),
    ...(agent === null ? [] : [agent]),
    ...(outcome === 'succeeded' ? [] : [outcome]),
    spanOf(attempt, task),
    ...(usage?.tokens === undefined ? [] : [`${usage.tokens} tokens`]),
    ...(usage?.cost === undefined ? [] : [`$${usage.cost.toFixed(2)}`]),
    ...(allowed === null ? [] : [`allowed by ${allowed}`]),
  ]
  return visibleLine(parts.filter((part) => part !== '').join(' · '))
}

function spanOf({ started, ended, usage }: Attempt, { estimate }: AccountedTask): string {
  const span =
    usage && usage.duration > 0 ? usage.duration : ended === null ? null : ended - started
  if (span === null) return ''
  return `${seconds(span)}${estimate === null ? '' : `, estimated ${estimateOf(estimate)}`}`
}

/** How a command ended and what its output was: `exit code 0 · 0.1 s · 12 bytes · sha256 e3b0c44298fc`. */
export function commandFacts({
  exit,
  signal,
  duration,
  bytes,
  hash,
  truncated,
  confinement,
}: CommandEvidence): string {
  return visibleLine(
    [
      exit === null ? `ended by ${signal ?? 'a signal'}` : `exit code ${exit}`,
      seconds(duration),
      `${bytes} bytes${truncated ? ', only the end kept' : ''}`,
      `sha256 ${hash.slice(0, 12)}`,
      ...(confinement === 'plain' ? [] : [`confined: ${confinement}`]),
    ].join(' · '),
  )
}

/** Evidence that is no command, in words. */
export function statementFacts(evidence: Exclude<Evidence, CommandEvidence>, names: Names): string {
  switch (evidence.kind) {
    case 'statement':
      return visibleLine(`${evidence.by} says: ${evidence.text}`)
    case 'parts':
      return visibleLine(`its parts are done: ${evidence.tasks.map(names).join(', ')}`)
    case 'measure':
      return visibleLine(
        `measured ${evidence.value}${evidence.unit === '%' || evidence.unit === '' ? '' : ' '}${evidence.unit}: ${evidence.of}`,
      )
    case 'script':
      return visibleLine(scriptFacts(evidence))
    case 'file':
      return visibleLine(`${evidence.path}: ${fileFacts(evidence)}`)
  }
}

/** How a script of the sandbox ended, and what it used. */
function scriptFacts(evidence: Extract<Evidence, { kind: 'script' }>): string {
  const { status, reason, error, value, fuel, backend, duration, source, bytes, hash } = evidence
  const where = error?.line == null ? '' : ` in line ${error.line}`
  const said = error ? `: ${error.name}: ${error.message}${where}` : ''
  return [
    status === 'success' ? `script gave ${value === undefined ? 'nothing' : JSON.stringify(value)}` : `script ${status} (${reason})${said}`,
    ...(fuel === null ? [] : [`fuel ${fuel}`]),
    `sandbox ${backend}`,
    seconds(duration),
    `source sha256 ${source.slice(0, 12)}`,
    ...(bytes === 0 ? [] : [`${bytes} bytes printed, sha256 ${hash.slice(0, 12)}`]),
  ].join(' · ') // prettier-ignore
}

function fileFacts({ found, bytes, hash }: Extract<Evidence, { kind: 'file' }>): string {
  if (found === 'nothing') return 'not there'
  if (found === 'unknown') return 'could not be looked at'
  return [found, ...(bytes === null ? [] : [`${bytes} bytes`]), ...(hash === null ? [] : [`sha256 ${hash.slice(0, 12)}`])].join(' · ') // prettier-ignore
}
