import type { Remark, RunEvent } from '../../index.ts'
import type { Style } from '../io.ts'
import { visible, visibleLine, visibleOutput } from '../visible.ts'
import { statementFacts } from './account/evidence.ts'
import { plainLines, seconds, type Names } from './plain.ts'

export interface LogOptions {
  readonly names: Names
  readonly style: Style
  /** Tells an event by its own fields. */
  readonly remark: (event: RunEvent) => Remark
  /** Whether all of a run is shown: then what happens to every task is left out. */
  readonly isWhole: boolean
  /** With commands, whole outputs and evidence. */
  readonly detailed: boolean
}

/** What happens to every task and says nothing by itself. */
const usual: ReadonlySet<string> = new Set([
  'task.ready',
  'task.saved',
  'gate.started',
  'permission.decided',
])

/** Whether an event is about a task or gate. */
export function concerns(event: RunEvent, key: string): boolean {
  const fields = new Map<string, unknown>(Object.entries(event))
  if (['task', 'gate', 'subject'].some((name) => fields.get(name) === key)) return true
  const nodes = fields.get('nodes')
  return Array.isArray(nodes) && nodes.includes(key)
}

/** An event as lines of a log; every kind is told, also one that this goap does not know. */
export function logLines(event: RunEvent, options: LogOptions): readonly string[] {
  const { names, style, isWhole, detailed } = options
  if (isWhole && usual.has(event.type)) return []
  if (detailed && event.type === 'task.started') return started(event, options)
  const lines = plainLines(event, names, style)
  if (lines.length === 0) return [remarked(event, options)]
  if (!detailed) return lines
  if (event.type === 'task.finished')
    return [lines[0] ?? '', ...evidenceLines(event.outcome.evidence, options)]
  if (event.type === 'gate.finished') return judged(event, options)
  return lines
}

function remarked(event: RunEvent, { names, style, remark }: LogOptions): string {
  const { type, subject, by, text } = remark(event)
  const parts = [
    visibleLine(type),
    ...(subject === null ? [] : [names(subject)]),
    ...(text === '' ? [] : [visibleLine(text)]),
    ...(by === null ? [] : [`by ${visibleLine(by)}`]),
  ]
  return style('dim', parts.join('  '))
}

type Started = Extract<RunEvent, { type: 'task.started' }>

function started(event: Started, { names, style }: LogOptions): readonly string[] {
  const { task, agent, attempt, round, command, allowed } = event
  const facts = [
    agent,
    `attempt ${attempt}`,
    ...(round > 0 ? [`round ${round + 1}`] : []),
    ...(allowed === null ? [] : [`allowed by ${allowed}`]),
  ]
  return [
    `· ${names(task)}  ${style('dim', visibleLine(facts.join(' · ')))}`,
    ...(command === null || agent !== 'shell' ? [] : commandLines(command, style)),
  ]
}

type GateFinished = Extract<RunEvent, { type: 'gate.finished' }>

function judged(event: GateFinished, options: LogOptions): readonly string[] {
  const { names, style } = options
  const [first = ''] = plainLines({ ...event, criteria: [] }, names, style)
  return [
    first,
    ...event.criteria.flatMap((one) => {
      const [, line = ''] = plainLines({ ...event, criteria: [{ ...one, evidence: [] }] }, names, style) // prettier-ignore
      const commands = one.evidence.flatMap((proof) =>
        proof.kind === 'command' ? commandLines(proof.command, style) : [],
      )
      return [line, ...commands, ...evidenceLines(one.evidence, options)]
    }),
  ]
}

type Evidence = Extract<RunEvent, { type: 'task.finished' }>['outcome']['evidence'][number]

function evidenceLines(
  evidence: readonly Evidence[],
  { names, style }: LogOptions,
): readonly string[] {
  return evidence.flatMap((one) => {
    const printed = 'tail' in one ? visibleOutput(one.tail).trimEnd() : ''
    const output = printed === '' ? [] : printed.split('\n').map((line) => `    │ ${line}`)
    if (one.kind !== 'command') return [`    ${statementFacts(one, names)}`, ...output]
    const ended =
      one.exit === null ? `ended by ${one.signal ?? 'a signal'}` : `exit code ${one.exit}`
    const size = `${one.bytes} bytes${one.truncated ? ', of which only the end is kept' : ''}`
    return [
      ...output,
      style('dim', `    ${ended} · ${seconds(one.duration)} · ${size} · sha256 ${one.hash}`),
    ]
  })
}

function commandLines(command: string, style: Style): readonly string[] {
  return visible(command)
    .trim()
    .split('\n')
    .map((line, index) => style('dim', `    ${index === 0 ? '$' : ' '} ${line}`))
}
