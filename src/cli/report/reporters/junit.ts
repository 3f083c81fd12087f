import type { Account, AccountedGate, AccountedTask } from '../../../index.ts'
import { visibleOutput } from '../../visible.ts'
import { criteriaOf, criterionFacts, judged, placeOf, wordOf } from '../account/facts.ts'
import { escapeMarkup as text } from '../markup.ts'
import type { Names } from '../plain.ts'

// JUnit XML as the consumers of it have agreed on: testsuites > testsuite (a document) > testcase (a task, or a criterion of a gate),
// with the attributes and children that the schema of Jenkins (junit-10.xsd) knows.

interface Case {
  readonly group: string
  readonly name: string
  /** Seconds. */
  readonly time: number
  readonly result: 'passed' | 'failure' | 'error' | 'skipped'
  readonly message: string
  /** What a command printed at its end. */
  readonly output: string
  readonly place: string
}

/** An account as JUnit XML. */
export function junitXml(account: Account, names: Names): string {
  const suites = account.documents.map(({ document, title }) => {
    const cases = [
      ...account.tasks
        .filter((one) => one.document === document)
        .map((one) => taskCase(one, names)),
      ...account.gates
        .filter((one) => one.document === document)
        .flatMap((one) => gateCases(one, names)),
    ]
    return { document, title, cases }
  })
  const all = suites.flatMap(({ cases }) => cases)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${text(`goap ${account.run}`)}" ${totals(all)} time="${shown(account.active / 1000)}">`,
    ...suites.map(({ document, title, cases }, id) =>
      suite(account, { id, document, title, cases }),
    ),
    '</testsuites>\n',
  ].join('\n')
}

interface Suite {
  readonly id: number
  readonly document: string
  readonly title: string
  readonly cases: readonly Case[]
}

function suite({ run, outcome, started }: Account, { id, document, title, cases }: Suite): string {
  const time = cases.reduce((sum, one) => sum + one.time, 0)
  const stamp =
    started === null ? '' : ` timestamp="${new Date(started).toISOString().slice(0, 19)}"`
  const skipped = cases.filter(({ result }) => result === 'skipped').length
  const properties = { run, outcome, title }
  return [
    `  <testsuite name="${text(document)}" id="${id}" file="${text(document)}" ${totals(cases)} skipped="${skipped}" time="${shown(time)}"${stamp}>`,
    '    <properties>',
    ...Object.entries(properties).map(
      ([name, value]) => `      <property name="${name}" value="${text(value)}"/>`,
    ),
    '    </properties>',
    ...cases.map((one) => testcase(one, document)),
    '  </testsuite>',
  ].join('\n')
}

function totals(cases: readonly Case[]): string {
  const count = (result: Case['result']): number =>
    cases.filter((one) => one.result === result).length
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`
}

function testcase(
  { group, name, time, result, message, output, place }: Case,
  document: string,
): string {
  const head = `    <testcase name="${text(name)}" classname="${text(`${document}.${group}`)}" time="${shown(time)}"`
  const said = visibleOutput(output).trimEnd()
  const system = said === '' ? [] : [`      <system-out>${text(said)}</system-out>`]
  switch (result) {
    case 'passed':
      return system.length === 0
        ? `${head}/>`
        : [`${head}>`, ...system, '    </testcase>'].join('\n')
    case 'skipped':
      return [
        `${head}>`,
        `      <skipped message="${text(message)}"/>`,
        ...system,
        '    </testcase>',
      ].join('\n')
    default: {
      const told = [place, message, ...(said === '' ? [] : [said])].join('\n')
      return [
        `${head}>`,
        `      <${result} message="${text(message)}" type="${result === 'error' ? 'cancelled' : 'failed'}">${text(told)}</${result}>`,
        '    </testcase>',
      ].join('\n')
    }
  }
}

function taskCase(task: AccountedTask, names: Names): Case {
  const { status, reason, attempts, phase } = task
  const last = attempts.at(-1)
  const time = attempts.reduce((sum, { usage }) => sum + (usage?.duration ?? 0), 0)
  const basis = {
    group: phase ?? 'tasks',
    name: names(task.key),
    time: time / 1000,
    message: reason === '' ? wordOf(status) : reason,
    output: outputOf(last?.evidence ?? []),
    place: placeOf(task),
  }
  switch (status) {
    case 'done':
      return { ...basis, result: 'passed' }
    // It was measured, though not by this run.
    case 'proven':
      return { ...basis, result: 'passed', output: reason }
    case 'failed':
      return { ...basis, result: 'failure' }
    case 'cancelled':
      return { ...basis, result: 'error' }
    default:
      return { ...basis, result: 'skipped', message: `${wordOf(status)}: ${reason === '' ? 'it did not run' : reason}` } // prettier-ignore
  }
}

function gateCases(gate: AccountedGate, names: Names): readonly Case[] {
  const hasFailed = judged(gate)?.verdict === 'failed'
  return criteriaOf(gate).map(({ text: words, line, result }) => {
    const evidence = result?.evidence ?? []
    const time = evidence.reduce((sum, one) => sum + ('tail' in one ? one.duration : 0), 0)
    const basis = {
      group: `gate ${names(gate.key)}`,
      name: words,
      time: time / 1000,
      message: result ? criterionFacts(result) : `${wordOf(gate.verdict)}: ${gate.reason === '' ? 'not measured' : gate.reason}`, // prettier-ignore
      output: outputOf(evidence),
      place: placeOf({ document: gate.document, line: line ?? gate.line }),
    }
    if (result?.verdict === 'passed') return { ...basis, result: 'passed' }
    // Without --strict what is only claimed fails no gate.
    const isSkipped = !hasFailed || !result || (result.verdict === 'claimed' && otherFails(gate))
    return { ...basis, result: isSkipped ? 'skipped' : 'failure' }
  })
}

/** Whether something other than a claim has failed the gate. */
function otherFails(gate: AccountedGate): boolean {
  return (judged(gate)?.criteria ?? []).some(
    ({ verdict }) => verdict === 'failed' || verdict === 'insufficient-evidence',
  )
}

type Evidence = AccountedTask['attempts'][number]['evidence']

function outputOf(evidence: Evidence): string {
  return evidence.flatMap((one) => ('tail' in one ? [one.tail] : [])).join('\n')
}

function shown(seconds: number): string {
  return seconds.toFixed(3)
}
