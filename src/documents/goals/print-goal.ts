import { spanText } from '../read/text/limits.ts'
import type { Action, Effect, Expectation, Probe, Problem } from '../../model/index.ts'
import { printCondition, printValue } from '../condition.ts'
import { withFence } from '../print/fence.ts'
import { same, stripped } from '../print/same.ts'
import { readGoal } from './read-goal.ts'

/**
 * A problem in the canonical form (docs/goal-format.md): Markdown, and where Markdown cannot say it a ```goap fence at its end with just
 * these fields. `readGoal(printGoal(problem)).problem` says the same as `problem`; places and the document's name are no part of that.
 */
export function printGoal(problem: Problem): string {
  const text = rendered(problem)
  const wanted = fieldsOf(problem)
  const found = fieldsOf(readGoal(text, problem.document).problem)
  const fence = Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => !same(value, found[name])),
  )
  const whole = withFence(text, fence)
  if (same(fieldsOf(readGoal(whole, problem.document).problem), wanted)) return whole
  return withFence(text, wanted)
}

const fieldNames = [
  'title', 'goal', 'types', 'objects', 'declarations', 'facts', 'probes', 'capacities', 'actions',
] as const // prettier-ignore

/** What a problem says, without places, in the order in which it is printed. */
function fieldsOf(problem: Problem): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fieldNames.map((name) => [name, stripped(problem[name])] as const))
}

function rendered(problem: Problem): string {
  const { goal, title, types, objects, declarations, facts, probes, capacities, actions } = problem
  const lines = ['---', 'goap: goal', '---', '', `# ${line(title)}`, '']
  const section = (name: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(`## ${name}`, '', ...items.map((one) => `- ${one}`), '')
  }
  section(goal.name === title ? 'Goal' : `Goal: ${line(goal.name)}`, goal.conditions.map(condition))
  section('Types', types.map(({ name, parent }) => (parent === null ? name : `${name}: ${parent}`)))
  section('Objects', objects.map(({ name, type }) => (type === 'object' ? name : `${name}: ${type}`)))
  section('Facts', declarations.filter(({ origin }) => origin === 'stated').map(declaration))
  section('Current State', facts.map(({ name, value }) => `${name} = ${printValue(value)}`))
  section('Probes', probes.map(probe))
  section('Resources', Object.entries(capacities).map(([name, count]) => `${line(name)}: ${count}`))
  if (actions.length > 0) lines.push('## Actions', '', ...actions.flatMap(actionLines))
  return `${lines.join('\n').trimEnd()}\n`
} // prettier-ignore

function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function condition(effect: Effect): string {
  return printCondition(effect) ?? line(`${effect.fact} ${effect.compare} ${String(effect.value)}`)
}

function declaration({ name, parameters, type, values }: Problem['declarations'][number]): string {
  const inside = parameters.map((one) => `${one.name}: ${one.type}`).join(', ')
  const kind = type === 'enumeration' ? `one of ${values.map(printValue).join(' | ')}` : type
  return `${name}${inside === '' ? '' : `(${inside})`}: ${kind}`
}

function probe({ fact, check, expectations }: Probe): string {
  const words = expectations.map(expected).join(', ')
  if (check.kind === 'command')
    return `${fact}: \`${line(check.command)}\`${words === '' ? '' : ` → ${words}`}`
  if (check.kind === 'file') return `${fact}: \`${check.path}\` ${words === '' ? 'exists' : words}`
  if (check.kind === 'script') {
    const told = words === '' ? [] : [`  - Expect: ${words}`]
    const [, , ...block] = fenced('', check.code, `${check.language} check`)
    return [`${fact}:`, ...told, '', ...block].join('\n').trimEnd()
  }
  if (check.kind !== 'metric') return `${fact}: ${check.kind}`
  const { from, take } = check
  const source = from.kind === 'command' ? `\`${line(from.command)}\` →` : `\`${from.path}\`:`
  const taken = take?.kind === 'pattern' ? `/${take.pattern}/` : take?.kind === 'json' ? take.path : null // prettier-ignore
  return `${fact}: ${source}${taken === null ? '' : ` \`${taken}\``}${words === '' ? '' : ` ${words}`}`
}

/** An expectation in the words that are read as it. */
function expected(one: Expectation): string {
  switch (one.kind) {
    case 'exit':
      return `exit code ${one.code}`
    case 'contains':
      return `contains "${one.text}"`
    case 'exists':
      return one.exists ? 'exists' : 'does not exist'
    case 'matches':
      return `matches \`/${one.pattern}/\``
    case 'count':
      return `${one.compare} ${one.value} ${one.noun}`
    case 'threshold': {
      const unit = one.of === 'percent' ? '%' : one.of === 'duration' ? ' ms' : ''
      return `${one.compare} ${one.value}${unit}`
    }
    case 'value':
      return `${one.compare} ${printValue(one.value)}`
  }
}

function actionLines(action: Action): readonly string[] {
  const { name, parameters = [], preconditions, effects, cost, duration, timeout, retry } = action
  const inside = parameters.map((one) => `${one.name}: ${one.type}`).join(', ')
  const lines = [
    `### Action: ${line(name)}${inside === '' ? '' : `(${inside})`}`, '',
    ...conditions('Preconditions', preconditions),
    ...conditions('Effects', effects),
  ] // prettier-ignore
  const field = (label: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') lines.push(`- ${label}: ${value}`)
  }
  field('Cost', cost === 1 ? undefined : String(cost))
  field('Duration', duration === undefined ? undefined : spanText(duration))
  field('Agent', action.agent === undefined ? undefined : line(action.agent))
  field('Resources', action.resources?.map(line).join(', '))
  field('Repeat', action.repeat)
  if (retry)
    field('Retries', `${retry.attempts - 1}${retry.delay === undefined ? '' : `, ${spanText(retry.delay)} apart`}${retry.on === 'transient' ? ', on transient failures' : ''}`) // prettier-ignore
  field('Timeout', timeout === undefined ? undefined : spanText(timeout))
  lines.push(...script('Command', action.command))
  if (action.script) lines.push(...fenced('Script', action.script.code, action.script.language))
  lines.push(...script('Rollback', action.compensation))
  if (action.prompt !== undefined)
    lines.push(...(/[\n`]|^\s|\s$/.test(action.prompt) ? fenced('Prompt', action.prompt, 'text') : [`- Prompt: ${action.prompt}`])) // prettier-ignore
  const gate = (action.criteria ?? []).map(({ text, expect }) => `  - ${line(text)}${expect === null || line(text).endsWith(line(expect)) ? '' : ` → ${line(expect)}`}`) // prettier-ignore
  if (gate.length > 0) lines.push('- Gate:', ...gate)
  return [...lines, '']
}

function conditions(label: string, all: readonly Effect[]): readonly string[] {
  const [only] = all
  if (!only) return []
  return all.length === 1
    ? [`- ${label}: ${condition(only)}`]
    : [`- ${label}:`, ...all.map((one) => `  - ${condition(one)}`)]
}

function script(label: string, text: string | undefined): readonly string[] {
  if (text === undefined) return []
  return /[\n`]/.test(text) ? fenced(label, text, 'sh') : [`- ${label}: \`${text}\``]
}

function fenced(label: string, text: string, language: string): readonly string[] {
  const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map((run) => run[0].length + 1))) // prettier-ignore
  const inside = text.split('\n').map((one) => (one === '' ? '' : `  ${one}`))
  return [`- ${label}:`, '', `  ${ticks}${language}`, ...inside, `  ${ticks}`, '']
}
