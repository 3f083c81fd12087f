import type { Evidence, Json, Plan, RunEvent } from '../../index.ts'
import type { Style } from '../io.ts'
import { visibleLine, visibleOutput } from '../visible.ts'

/** What keys are called: `1.1 Update dependencies`. */
export type Names = (key: string) => string

/**
 * Names for the keys of these plans, safe to print; with several plans the document stands before the name. `redact` takes secrets
 * out of titles; `before` names what these plans do not have.
 */
export function namesOf(
  plans: readonly Plan[],
  redact = (text: string): string => text,
  before: Names = (key) => visibleLine(redact(key)),
): Names {
  const names = new Map<string, string>()
  for (const { document, tasks, gates, phases } of plans) {
    const prefix = plans.length > 1 ? `${document} ` : ''
    for (const { key, id, title, command } of tasks) {
      // The command that ends a title is what runs, not what the task is called.
      const short = command === null ? title : title.replace(/\s*[:—–→-]+\s*`[^`]*`\.?$/, '')
      names.set(`${document}#${key}`, prefix + (id === null ? short : `${id} ${short}`))
    }
    for (const { key, title } of gates) names.set(`${document}#gate/${key}`, prefix + title)
    for (const { key, title } of phases) names.set(`${document}#phase/${key}`, prefix + title)
  }
  const shown = new Map<string, string>()
  return (key) => {
    const known = shown.get(key)
    if (known !== undefined) return known
    const own = names.get(key)
    const name = own === undefined ? before(key) : visibleLine(redact(own))
    shown.set(key, name)
    return name
  }
}

/** An event as lines of text; none for what is of no interest to somebody who watches. */
export function plainLines(event: RunEvent, names: Names, style: Style): string[] {
  switch (event.type) {
    case 'run.started':
      return [
        `Run ${event.run}: ${count(event.tasks, 'task')}, ${count(event.gates, 'gate')} in ${visibleLine(event.documents.join(', '))}`,
      ]
    case 'run.resumed':
      return [`Run ${event.run} was not finished: it goes on.`]
    case 'run.replanned':
      return [
        style(
          'yellow',
          event.failed === undefined
            ? '↻ The plan has changed: the run goes on with what it says now.'
            : `↻ Another way to the goal: ${visibleLine(event.reason)}`,
        ),
      ]
    case 'run.paused':
      return event.reason === 'requested' ? [`‖ paused by ${visibleLine(event.by)}`] : []
    case 'phase.started':
      return [style('bold', `▸ ${names(event.phase)}`)]
    case 'task.started':
      return event.agent === 'manual' ? [] : [style('dim', `· ${names(event.task)}`)]
    case 'task.progressed':
      return [style('dim', `  ${names(event.task)}: ${visibleLine(event.note)}`)]
    case 'task.retried':
      return [
        style('yellow', `↻ ${names(event.task)}: ${visibleLine(event.reason)}, it is tried again`),
      ]
    case 'task.finished':
      return finishedLines(event, names, style)
    case 'task.skipped':
      return [style('dim', `– ${names(event.task)}: ${visibleLine(event.reason)}`)]
    case 'gate.finished':
      return gateLines(event, names, style)
    case 'gate.skipped':
      return [style('dim', `– gate ${names(event.gate)}: ${visibleLine(event.reason)}`)]
    case 'gate.waived':
      return [
        style(
          'yellow',
          `◇ gate ${names(event.gate)}: waived by ${visibleLine(event.by)}: ${visibleLine(event.why)}`,
        ),
      ]
    case 'round.opened':
      return [style('yellow', `↻ ${names(event.subject)}: ${visibleLine(event.reason)}`)]
    case 'remedy.started':
      return [style('yellow', `⚕ ${names(event.subject)}: ${visibleLine(event.trigger)}`)]
    case 'remedy.stepped':
      return remedyLines(event.action, event.outcome, style)
    case 'remedy.finished':
      return [style('yellow', `⚕ ${names(event.subject)}: ${decided(event)}`)]
    case 'rollback.started':
      return [style('yellow', `↶ ${names(event.subject)}: ${visibleLine(event.reason)}`)]
    case 'task.compensated':
      return remedyLines(`${names(event.task)} undone`, event.outcome, style)
    case 'run.stopping':
      return [style('red', `! ${visibleLine(event.reason)}`)]
    case 'signal.refused':
      return [style('yellow', `! not done: ${visibleLine(event.reason)}`)]
    case 'permission.requested':
      return [
        style(
          'yellow',
          `‖ ${names(event.subject)} waits for permission: ${firstLine(event.command)}`,
        ),
      ]
    case 'permission.given':
      return event.decision === 'never'
        ? [`‖ ${names(event.subject)}: refused by ${visibleLine(event.by)}`]
        : []
    case 'question.asked':
      return [
        style('yellow', `‖ ${names(event.subject)} waits for a person: ${visibleLine(event.text)}`),
      ]
    case 'question.answered':
      return [`· ${names(event.subject)}: ${answerLine(event.answer)} ${style('dim', `by ${visibleLine(event.by)}`)}`] // prettier-ignore
    case 'fact.observed':
      return [style('dim', `· ${visibleLine(`${event.name} = ${String(event.value)}`)}`)]
    case 'signal.received':
      return [signalLine(event, names, style)]
    default:
      return []
  }
}

/** An answer as a person would say it: a choice, and a note to it. */
function answerLine(answer: Json): string {
  if (typeof answer === 'string') return visibleLine(answer)
  const { choice, note } = fieldsOf(answer)
  if (typeof choice !== 'string') return visibleLine(JSON.stringify(answer))
  return visibleLine(typeof note === 'string' ? `${choice}, ${note}` : choice)
}

/** What somebody asked for from outside: `! retry 1.1 Build: it is there now  by host/12`. */
function signalLine(
  { kind, payload, by }: Extract<RunEvent, { type: 'signal.received' }>,
  names: Names,
  style: Style,
): string {
  const { subject, note, why, reason } = fieldsOf(payload)
  const said = [note, why, reason, payload].find((one) => typeof one === 'string' && one !== '')
  const what = typeof subject === 'string' ? `${kind} ${names(subject)}` : kind
  return `! ${visibleLine(typeof said === 'string' ? `${what}: ${said}` : what)}  ${style('dim', `by ${visibleLine(by)}`)}` // prettier-ignore
}

function fieldsOf(value: Json): { readonly [name: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {}
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}

/** The first line of a command; `…` says that there are more. */
function firstLine(command: string): string {
  const [first = '', ...more] = command.trim().split('\n')
  return visibleLine(first) + (more.length > 0 ? ' …' : '')
}

type Finished = Extract<RunEvent, { type: 'task.finished' }>

function finishedLines({ task, outcome }: Finished, names: Names, style: Style): string[] {
  if (outcome.kind === 'succeeded') {
    const time =
      outcome.usage.duration > 0 ? style('dim', `  ${seconds(outcome.usage.duration)}`) : ''
    return [`${style('green', '✓')} ${names(task)}${time}`]
  }
  if (outcome.kind === 'cancelled')
    return [style('yellow', `⊘ ${names(task)}: ${visibleLine(outcome.reason)}`)]
  return [
    `${style('red', '✗')} ${names(task)}: ${visibleLine(outcome.reason)}`,
    ...tails(outcome.evidence, style),
  ]
}

function decided({ decision, reason }: Extract<RunEvent, { type: 'remedy.finished' }>): string {
  // Why it is run again is told by the round that opens.
  if (decision === 'again') return 'it is run again'
  const words = {
    deferred: 'put off',
    'given-up': 'given up',
    'rolled-back': 'what was done is undone',
  }
  return `${words[decision]}: ${visibleLine(reason)}`
}

function remedyLines(what: string, outcome: Finished['outcome'], style: Style): string[] {
  const [sign, reason] =
    outcome.kind === 'succeeded'
      ? [style('green', '✓'), '']
      : [style('red', '✗'), `: ${visibleLine(outcome.reason)}`]
  const line = `  ${sign} ${visibleLine(what)}${reason}`
  return outcome.kind === 'failed' ? [line, ...tails(outcome.evidence, style)] : [line]
}

/** The end of what failed commands and scripts printed. */
function tails(evidence: readonly Evidence[], style: Style): string[] {
  return evidence.flatMap((one) =>
    'tail' in one && one.tail.trim() !== ''
      ? visibleOutput(one.tail)
          .trimEnd()
          .split('\n')
          .slice(-10)
          .map((line) => style('dim', `    │ ${line}`))
      : [],
  )
}

const verdicts = {
  passed: ['green', '✓'],
  failed: ['red', '✗'],
  'insufficient-evidence': ['yellow', '?'],
  claimed: ['dim', '○'],
} as const

type GateFinished = Extract<RunEvent, { type: 'gate.finished' }>

function gateLines(
  { gate, verdict, criteria }: GateFinished,
  names: Names,
  style: Style,
): string[] {
  const [format] = verdicts[verdict]
  const word = verdict === 'insufficient-evidence' ? 'nothing to measure' : verdict
  return [
    `${style(format, '◆')} gate ${names(gate)}: ${style(format, word)}`,
    ...criteria.flatMap((one) => {
      const [color, sign] = verdicts[one.verdict]
      const reason = one.verdict === 'claimed' ? `claimed, ${one.reason}` : one.reason
      const line = `    ${style(color, sign)} ${visibleLine(one.text)}  ${style('dim', visibleLine(reason))}`
      return one.verdict === 'failed' ? [line, ...tails(one.evidence, style)] : [line]
    }),
  ]
}

/** A short time: `0.4 s`, `2 min 5 s`, `1 h 30 min`. */
export function seconds(milliseconds: number): string {
  const total = milliseconds / 1000
  if (total < 59.95) return `${total.toFixed(1)} s`
  const whole = Math.round(total)
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${whole % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
