import type { Account, AccountedGate, AccountedTask } from '../../../index.ts'
import { visibleOutput } from '../../visible.ts'
import { escapeMarkup } from '../markup.ts'
import { seconds, type Names } from '../plain.ts'
import { attemptFacts, commandFacts, statementFacts } from './evidence.ts'
import { criteriaOf, criterionFacts, placeOf, signOf, stateOf, untold, wordOf } from './facts.ts'
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

export interface MarkdownOptions {
  /** Without the evidence of each task and criterion. Default false. */
  readonly brief?: boolean
}

/** An account as Markdown, for a page or the summary of a job. */
export function accountMarkdown(
  account: Account,
  names: Names,
  { brief = false }: MarkdownOptions = {},
): string {
  const blocks = [
    `# ${signOf(account.outcome).sign} Run ${plain(account.run)}: ${account.outcome}`,
    table(
      ['', ''],
      figures(account).map(([label, value]) => [label, value]),
    ),
    ...section(
      'What failed',
      failures(account, names).flatMap(({ name, place, reason, output }) => [
        `- **${plain(name)}** (${plain(place)}): ${plain(reason)}`,
        ...indented(fenced(output.join('\n'))),
      ]),
    ),
    ...section(
      `What decided the length: ${seconds(pathLength(account))}`,
      pathSteps(account, names).map(
        ({ name, took, note }, index) =>
          `${index + 1}. ${plain(name)}, ${took}${note === '' ? '' : ` (${plain(note)})`}`,
      ),
    ),
    ...section(
      'Tasks',
      account.tasks.length === 0
        ? []
        : [
            taskTable(account, names),
            '',
            ...(brief ? [] : account.tasks.flatMap((task) => taskDetails(task, names))),
          ],
    ),
    ...section(
      'Gates',
      account.gates.flatMap((gate) => gateLines(gate, names, brief)),
    ),
    ...section('Skipped', list(skipped(account, names))),
    ...section('Only claimed, not measured', list(claimed(account, names))),
    ...section('Decided by people', list(decisions(account, names))),
    ...section(
      'Waivers, contingencies and signals',
      remarkLines(account, names).flatMap(({ what, how, evidence }) => [
        `- ${plain(what)}: ${plain(how)}`,
        ...(brief ? [] : indented(evidence.flatMap((one) => evidenceLines(one, names)))),
      ]),
    ),
    ...section(
      'Executed',
      account.stretches.length > 1 ? stretchLines(account).map((one) => `- ${plain(one)}`) : [],
    ),
  ]
  return `${blocks.join('\n\n')}\n`
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')]
}

function list(all: readonly (readonly [string, string])[]): readonly string[] {
  return all.map(([what, how]) => `- ${plain(what)}: ${plain(how)}`)
}

function taskTable({ tasks }: Account, names: Names): string {
  return table(
    ['', 'task', 'status', 'agent', 'attempts', 'time', 'place'],
    tasks.map((task) => [
      signOf(task.status).sign,
      names(task.key),
      stateOf(task),
      task.agent ?? '',
      task.attempts.length === 0 ? '' : String(task.attempts.length),
      task.duration === null ? '' : seconds(task.duration),
      placeOf(task),
    ]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(plain).join(' | ')} |`
}

/** The attempts of a task and their evidence, folded. */
function taskDetails(task: AccountedTask, names: Names): readonly string[] {
  const told = task.attempts.flatMap((attempt) => [
    `- ${plain(attemptFacts(attempt, task))}`,
    ...attempt.notes.map(({ text }) => `  - ${plain(text)}`),
    ...indented(attempt.evidence.flatMap((one) => evidenceLines(one, names))),
  ])
  const missing = untold(task)
  if (missing !== null) told.push(`- ${plain(missing)}`)
  if (missing === null && !task.attempts.some(({ evidence }) => evidence.length > 0)) return []
  return [
    `<details><summary>${escapeMarkup(names(task.key))}</summary>`,
    '',
    ...told,
    '',
    '</details>',
  ]
}

function gateLines(gate: AccountedGate, names: Names, brief: boolean): readonly string[] {
  return [
    `### ${signOf(gate.verdict).sign} ${plain(names(gate.key))}: ${wordOf(gate.verdict)}`,
    '',
    ...criteriaOf(gate).flatMap(({ text, result }) => [
      `- ${signOf(result?.verdict ?? null).sign} ${plain(text)}: ${plain(criterionFacts(result))}`,
      ...(brief
        ? []
        : indented((result?.evidence ?? []).flatMap((one) => evidenceLines(one, names)))),
    ]),
    '',
  ]
}

type Evidence = AccountedTask['attempts'][number]['evidence'][number]

function evidenceLines(evidence: Evidence, names: Names): readonly string[] {
  if (evidence.kind !== 'command') return [`- ${plain(statementFacts(evidence, names))}`, ...fenced('tail' in evidence ? evidence.tail : '')] // prettier-ignore
  return [...fenced(evidence.command), '', plain(commandFacts(evidence)), ...fenced(evidence.tail)]
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`))
}

/** A text as a code block whose fence it cannot close. */
function fenced(text: string): readonly string[] {
  const shown = visibleOutput(text).replace(/^\n+/, '').trimEnd()
  if (shown === '') return []
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return ['', `${fence}text`, ...shown.split('\n'), fence]
}

/** A text without meaning to Markdown or HTML; also no mention of a person and no reference to an issue. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()<>#|~$!]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('@', '@<!-- -->')
    .replace(/^(\d+)(?=[.)]\s)/, '$1\\')
    .replace(/^(?=[-+]\s)/, '\\')
}
