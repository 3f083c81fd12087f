import type { Milliseconds } from '../../base/index.ts'
import type {
  Criterion,
  Effort,
  Gate,
  Phase,
  Plan,
  Retry,
  Status,
  Task,
} from '../../model/index.ts'
import { iterationsIn, retryOf, spanText, timeoutOf, workersIn } from '../read/text/limits.ts'
import { phaseNumber, roleOf } from '../read/text/roles.ts'
import { same } from './same.ts'

// The canonical dialect of docs/plan-format.md, as far as Markdown carries it; what is lost on the way goes into the fence.

/** Markdown with what was printed in its order, so that it can be compared with what is read back. */
export interface Rendered {
  readonly text: string
  readonly tasks: readonly Task[]
  readonly phases: readonly Phase[]
  readonly gates: readonly Gate[]
}

export function render(plan: Plan): Rendered {
  const page: Page = { lines: [], tasks: [], phases: [], gates: [] }
  page.lines.push(`# ${line(plan.title) || 'Plan'}`, '')
  if (plan.strategy !== null) page.lines.push(`**Strategy**: ${capital(plan.strategy)}`, '')
  const printed = new Set<string>()
  const gateOf = Map.groupBy(plan.gates, ({ phase }) => phase)
  const known = new Map(plan.phases.map((phase) => [phase.key, phase]))
  const named: Named = { tasks: new Map(plan.tasks.map((task) => [task.key, task])), phases: known }
  const tasksIn = Map.groupBy(plan.tasks, ({ phase }) => phase)
  const rest = plan.tasks.filter(({ phase }) => phase === null || !known.has(phase))
  if (rest.length > 0) {
    page.lines.push('## Tasks', '')
    tasksOf(page, rest, named, printed)
  }
  for (const phase of plan.phases) {
    page.lines.push(`## ${line(phase.title)}`, '')
    page.phases.push(phase)
    const told = fieldsOf([
      ['Mode', modeInTitle(phase) ? null : phase.mode],
      ['Status', statusWord(phase.status)],
      ['Agent', phase.agent],
      ['Max iterations', ownCount(phase.iterations, iterationsIn(phase.title))],
      ['Workers', ownCount(phase.workers, workersIn(phase.title))],
    ])
    if (told.length > 0) page.lines.push(...told.map((one) => `**${one[0]}**: ${one[1]}`), '')
    tasksOf(page, tasksIn.get(phase.key) ?? [], named, printed)
    for (const gate of gateOf.get(phase.key) ?? []) gateLines(page, gate, 3, phase)
  }
  for (const gate of plan.gates.filter(({ phase }) => phase === null || !known.has(phase)))
    gateLines(page, gate, 2, null)
  aside(page.lines, plan)
  return { ...page, text: `${page.lines.join('\n').trimEnd()}\n` }
}

/** What keys stand for. */
interface Named {
  readonly tasks: ReadonlyMap<string, Task>
  readonly phases: ReadonlyMap<string, Phase>
}

interface Page {
  readonly lines: string[]
  readonly tasks: Task[]
  readonly phases: Phase[]
  readonly gates: Gate[]
}

/** A text on one line, without what would begin something else. */
function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

function modeInTitle({ title, mode }: Phase): boolean {
  return mode !== null && new RegExp(`\\([^()]*\\b${mode}\\b[^()]*\\)`, 'i').test(title)
}

function tasksOf(page: Page, tasks: readonly Task[], named: Named, printed: Set<string>): void {
  const here = new Set(tasks.map(({ key }) => key))
  const partsOf = Map.groupBy(tasks, ({ parent }) => parent)
  const put = (task: Task, depth: string): void => {
    if (printed.has(task.key)) return
    printed.add(task.key)
    page.tasks.push(task)
    page.lines.push(...taskLines(task, named).map((one) => (one === '' ? '' : depth + one)))
    for (const part of partsOf.get(task.key) ?? []) put(part, `${depth}  `)
  }
  for (const task of tasks) if (task.parent === null || !here.has(task.parent)) put(task, '')
  for (const task of tasks) put(task, '')
  if (tasks.length > 0) page.lines.push('')
}

function taskLines(task: Task, named: Named): readonly string[] {
  const box =
    task.status === null && task.id !== null ? '' : task.status === 'done' ? '[x] ' : '[ ] '
  // A number alone would be the number of a list.
  const name = task.id !== null && /^\d+$/.test(task.id) ? `Task ${task.id}` : task.id
  const id = name === null ? '' : `**${line(name)}**: `
  const title = line(task.title)
  const own = task.command !== null && title.endsWith(`\`${task.command}\``)
  const script = task.command !== null && /[\n`]/.test(task.command) ? task.command : null
  const fields = fieldsOf([
    ['Command', task.command === null || own || script !== null ? null : `\`${task.command}\``],
    ['Status', statusWord(task.status)],
    ['Agent', task.agent === inherited(task, named) ? null : task.agent],
    ['Depends on', needsText(task, named)],
    ['Priority', task.priority],
    ['Effort', task.effort && effortText(task.effort)],
    ['Due', task.due],
    ['Retries', task.retry ? retryText(task.retry) : null],
    ['Timeout', task.timeout === undefined ? null : timeoutText(task.timeout)],
    ...task.outputs.map((output) => ['Output', line(output)] as const),
  ])
  return [
    `- ${box}${id}${title}`,
    ...fields.map(([name, value]) => `  - ${name}: ${value}`),
    ...(script === null ? [] : fenced(script, 'sh')),
    ...(task.script ? fenced(task.script.code, task.script.language) : []),
  ]
}

/** A text as a fence within a list item. */
function fenced(text: string, language: string): readonly string[] {
  const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map((run) => run[0].length + 1))) // prettier-ignore
  const inside = text.split('\n').map((one) => (one === '' ? '' : `  ${one}`))
  return ['', `  ${ticks}${language}`, ...inside, `  ${ticks}`, '']
}

function inherited({ parent, phase }: Task, { tasks, phases }: Named): string | null {
  return tasks.get(parent ?? '')?.agent ?? phases.get(phase ?? '')?.agent ?? null
}

function fieldsOf(
  fields: readonly (readonly [string, string | null])[],
): readonly (readonly [string, string])[] {
  return fields.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[name, value] as const],
  )
}

/** What a box cannot say. */
function statusWord(status: Status | null): string | null {
  const words = { running: 'In progress', failed: 'Failed', blocked: 'Blocked', skipped: 'Skipped' }
  return status === null || status === 'done' || status === 'pending' ? null : words[status]
}

function needsText({ needs, externals }: Task, { tasks }: Named): string {
  const names = needs.map((need) => {
    const task = tasks.get(need)
    return line(task ? (task.id ?? task.title) : need)
  })
  return [...names, ...externals.map(({ text, satisfied }) => `${line(text)}${satisfied ? ' ✅' : ''}`)].join(', ') // prettier-ignore
}

function effortText({ minimum, maximum }: Effort): string {
  const [unit, name] = minimum % 60 === 0 && maximum % 60 === 0 ? [60, 'h'] : [1, 'min']
  return minimum === maximum
    ? `${minimum / unit} ${name}`
    : `${minimum / unit}-${maximum / unit} ${name}`
}

/** What a phase says beyond its title. */
function ownCount(count: number | undefined, said: number | null): string | null {
  return count === undefined || count === said ? null : String(count)
}

/** Null where a label would say something else, as of failures that are not spoken of. */
function retryText(retry: Retry): string | null {
  const { attempts, delay, on } = retry
  const apart = delay === undefined ? '' : `, ${spanText(delay)} apart`
  const text = `${attempts - 1}${apart}${on === 'transient' ? ', on transient failures' : ''}`
  return same(retryOf('retries', text), retry) ? text : null
}

function timeoutText(timeout: Milliseconds): string | null {
  const text = spanText(timeout)
  return timeoutOf(text) === timeout ? text : null
}

function gateLines(page: Page, gate: Gate, depth: number, phase: Phase | null): void {
  page.gates.push(gate)
  page.lines.push(gateHeading(line(gate.title), depth, phase), '')
  page.lines.push(...gate.criteria.flatMap(criterionLines), '')
}

/** Below its phase, "Phase 1: Success Criteria" is just "Success Criteria": the reader puts the phase's name before it. */
function gateHeading(title: string, depth: number, phase: Phase | null): string {
  const around = phase ? `${line(phase.title.replace(/\s*\([^()]*\)/g, ''))}: ` : ''
  const own = around !== '' && title.startsWith(around) ? title.slice(around.length) : null
  const marks = '#'.repeat(depth)
  if (own !== null && roleOf(own) === 'criteria') return `${marks} ${own}`
  if (own !== null && roleOf(own) === 'gate') return `**${own}**:`
  const role = phaseNumber(title) === undefined ? roleOf(title) : undefined
  return role === 'gate' || role === 'criteria' ? `${marks} ${title}` : `${marks} Quality Gate: ${title}` // prettier-ignore
}

function criterionLines({ text, status, expect, check }: Criterion): readonly string[] {
  const box = status === null ? '' : status === 'done' ? '[x] ' : '[ ] '
  const said = line(text)
  // "`npm test` passes" has its expectation in its words already.
  const isSaid =
    expect !== null &&
    ((check !== null && said.endsWith(line(expect))) ||
      (check?.kind === 'metric' && said.includes(line(expect))))
  const behind = expect === null || isSaid ? '' : ` → ${line(expect)}`
  const script = check?.kind === 'script' ? fenced(check.code, `${check.language} check`) : []
  return [`- ${box}${said}${behind}`, ...script]
}

function aside(lines: string[], plan: Plan): void {
  const dealt = plan.contingencies.filter(({ kind }) => kind === 'contingency')
  if (dealt.length > 0)
    lines.push('## Contingency', '', ...dealt.map(({ trigger, actions }) => `- ${line(trigger)}: ${actions.map(line).join('; ')}`), '') // prettier-ignore
  if (plan.risks.length > 0)
    lines.push('## Risks', '', ...table(['Risk', 'Mitigation'], plan.risks.map(({ risk, mitigation }) => [risk, mitigation])), '') // prettier-ignore
  if (plan.metrics.length > 0)
    lines.push('## Metrics', '', ...table(['Metric', 'Target', 'Current'], plan.metrics.map(({ name, target, current }) => [name, target, current])), '') // prettier-ignore
  if (plan.deliverables.length > 0)
    lines.push('## Deliverables', '', ...plan.deliverables.map((one) => `- ${line(one)}`), '')
}

function table(
  head: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): readonly string[] {
  // prettier-ignore
  return [rowLine(head), `|${'---|'.repeat(head.length)}`, ...rows.map(rowLine)]
}

function rowLine(row: readonly (string | null)[]): string {
  return `| ${row.map((cell) => line(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`
}
