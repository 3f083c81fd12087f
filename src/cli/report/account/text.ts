import type { Account, AccountedGate, AccountedTask } from '../../../index.ts'
import type { Style } from '../../io.ts'
import { visible, visibleLine, visibleOutput } from '../../visible.ts'
import { seconds, type Names } from '../plain.ts'
import { attemptFacts, commandFacts, statementFacts } from './evidence.ts'
import {
  type Sign,
  criteriaOf,
  criterionFacts,
  judged,
  placeOf,
  signOf,
  stateOf,
  untold,
  wordOf,
} from './facts.ts'
import {
  claimed,
  decisions,
  failures,
  figures,
  pathLength,
  pathSteps,
  remarkLines,
  skipped,
  stretchLines,
} from './sections.ts'

const colors = { good: 'green', bad: 'red', doubtful: 'yellow', quiet: 'dim' } as const

/** Lines of an output that stand below a failure, and below what went well. */
const shown = { failure: 12, success: 3 }

/** An account for the terminal. */
export function accountText(account: Account, names: Names, style: Style): readonly string[] {
  const title = `Run ${account.run}: ${painted(signOf(account.outcome), account.outcome, style)}`
  const failed = failures(account, names).flatMap(({ name, place, reason, output: said }) => [
    `  ${style('red', '✗')} ${name}  ${style('dim', place)}`,
    `      ${reason}`,
    ...said.map((line) => style('dim', `      │ ${line}`)),
  ])
  return [
    style('bold', title),
    ...figures(account).map(([label, value]) => `  ${style('dim', label.padEnd(11))} ${value}`),
    ...section('What failed', failed, style),
    ...section(`What decided the length: ${seconds(pathLength(account))}`, pathLines(account, names, style), style), // prettier-ignore
    ...section('Tasks', taskLines(account, names, style), style),
    ...section(
      'Gates',
      account.gates.flatMap((gate) => gateLines(gate, names, style)),
      style,
    ),
    ...section('Skipped', pairs(skipped(account, names), style), style),
    ...section('Only claimed, not measured', pairs(claimed(account, names), style), style),
    ...section('Decided by people', pairs(decisions(account, names), style), style),
    ...section('Waivers, contingencies and signals', remarked(account, names, style), style),
    ...section(
      'Executed',
      account.stretches.length > 1 ? stretchLines(account).map((line) => `  ${line}`) : [],
      style,
    ),
  ]
}

function section(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : ['', style('bold', title), ...lines]
}

function pairs(all: readonly (readonly [string, string])[], style: Style): readonly string[] {
  return all.map(([what, how]) => `  ${what}  ${style('dim', how)}`)
}

function remarked(account: Account, names: Names, style: Style): readonly string[] {
  return remarkLines(account, names).flatMap(({ what, how, evidence }) => [
    `  ${what}  ${style('dim', how)}`,
    ...evidence.flatMap((one) => evidenceLines(one, names, style, false)),
  ])
}

function painted({ tone }: Sign, text: string, style: Style): string {
  return style(colors[tone], text)
}

function pathLines(account: Account, names: Names, style: Style): readonly string[] {
  return pathSteps(account, names).map(
    ({ name, took, note }) =>
      `  ${took.padStart(10)}  ${name}${note === '' ? '' : style('dim', `  ${note}`)}`,
  )
}

function taskLines({ tasks }: Account, names: Names, style: Style): readonly string[] {
  const lines: string[] = []
  let phase: string | null = null
  for (const task of tasks) {
    if (task.phase !== phase && task.phase !== null) lines.push(`  ▸ ${visibleLine(task.phase)}`)
    phase = task.phase
    lines.push(...oneTask(task, names, style))
  }
  return lines
}

function oneTask(task: AccountedTask, names: Names, style: Style): readonly string[] {
  const { sign, tone } = signOf(task.status)
  const status = task.status === 'done' ? '' : `  ${stateOf(task)}`
  return [
    `  ${style(colors[tone], sign)} ${names(task.key)}${status}  ${style('dim', placeOf(task))}`,
    ...[untold(task) ?? []].flat().map((one) => style('yellow', `      ${one}`)),
    ...task.attempts.flatMap((attempt) => [
      style('dim', `      ${attemptFacts(attempt, task)}`),
      ...attempt.notes.map(({ text }) => style('dim', `      ${visibleLine(text)}`)),
      ...attempt.evidence.flatMap((one) => evidenceLines(one, names, style, attempt.outcome === 'succeeded')), // prettier-ignore
    ]),
  ]
}

function gateLines(gate: AccountedGate, names: Names, style: Style): readonly string[] {
  const { sign, tone } = signOf(gate.verdict)
  const rounds = gate.evaluations.length > 1 ? `, ${gate.evaluations.length} evaluations` : ''
  const last = judged(gate)
  const time = last?.ended == null ? '' : `  ${seconds(last.ended - last.started)}`
  return [
    `  ${style(colors[tone], sign)} ${names(gate.key)}: ${wordOf(gate.verdict)}${rounds}${style('dim', `${time}  ${placeOf(gate)}`)}`,
    ...criteriaOf(gate).flatMap(({ text, result }) => {
      const mark = signOf(result?.verdict ?? null)
      const isGood = result?.verdict === 'passed'
      return [
        `      ${style(colors[mark.tone], mark.sign)} ${text}  ${style('dim', criterionFacts(result))}`,
        ...(result?.evidence ?? []).flatMap((one) => evidenceLines(one, names, style, isGood)),
      ]
    }),
  ]
}

type Evidence = AccountedTask['attempts'][number]['evidence'][number]

function evidenceLines(
  evidence: Evidence,
  names: Names,
  style: Style,
  isGood: boolean,
): readonly string[] {
  if (evidence.kind !== 'command')
    return [
      style('dim', `      ${statementFacts(evidence, names)}`),
      ...output(
        'tail' in evidence ? evidence.tail : '',
        isGood ? shown.success : shown.failure,
        style,
      ),
    ]
  return [
    ...visible(evidence.command)
      .trim()
      .split('\n')
      .map((line, index) => style('dim', `      ${index === 0 ? '$' : ' '} ${line}`)),
    style('dim', `      ${commandFacts(evidence)}`),
    ...output(evidence.tail, isGood ? shown.success : shown.failure, style),
  ]
}

/** The end of an output. */
function output(tail: string, most: number, style: Style): readonly string[] {
  const lines = visibleOutput(tail).trimEnd().split('\n')
  if (lines.join('') === '') return []
  const hidden =
    lines.length > most ? [style('dim', `      │ … ${lines.length - most} lines before`)] : []
  return [...hidden, ...lines.slice(-most).map((line) => style('dim', `      │ ${line}`))]
}
