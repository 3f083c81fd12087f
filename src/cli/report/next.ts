import type { Next, NextEntry } from '../../index.ts'
import { beside, unfitted, type Fit } from '../fit.ts'
import type { Style } from '../io.ts'
import { visibleLine } from '../visible.ts'
import { namesOf, type Names } from './plain.ts'

/** What can be started, what is under way, what a person is asked, and what is held up. */
export function nextLines(
  next: Next,
  documents: number,
  limit: number,
  style: Style,
  formatDuration: (span: number) => string,
  fit: Fit = unfitted,
): string[] {
  const { ready, running, asked, stuck, unfinished } = next
  const names = new Map<string, Names>()
  const line = (one: NextEntry): string => {
    const { plan } = one
    const nameOf = names.get(plan.document) ?? namesOf([plan])
    names.set(plan.document, nameOf)
    return entryLine(one, nameOf(one.key), style, formatDuration, fit)
  }
  const more = ready.length - limit
  return [
    ...ready.slice(0, limit).map(line),
    ...(more > 0 ? [`  and ${more} more that could start now`] : []),
    ...(ready.length === 0 ? [nothing(next, documents)] : []),
    ...titled('under way', running.map(line), style),
    ...titled('waits for you', asked.flatMap((one) => [line(one), ...askedLines(one, style, fit)]), style), // prettier-ignore
    ...titled(
      'held up',
      stuck.flatMap((one) => [line(one), ...reasonLines(one, style, fit)]),
      style,
    ),
    ...(unfinished.length > 0 ? ['', ...unfinished.map(({ run }) => `Run ${run} is not finished: goap resume ${run}`)] : []), // prettier-ignore
  ]
}

function titled(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : ['', style('bold', title), ...lines]
}

function entryLine(
  { task, gate, plan, unlocks, reason, asked }: NextEntry,
  name: string,
  style: Style,
  formatDuration: (span: number) => string,
  fit: Fit,
): string {
  const { priority = null, agent = null, effort = null } = task ?? {}
  const isCutOff = reason === 'was cut off'
  const facts = [
    gate && reason === '' && asked === null ? 'to be judged' : '',
    priority ?? '',
    agent === null ? '' : `@${agent}`,
    effort ? formatDuration((effort.minimum + effort.maximum) * 30_000) : '',
    unlocks > 0 ? `unlocks ${unlocks}` : '',
    isCutOff ? reason : '',
  ].filter((fact) => fact !== '')
  const place = (task ?? gate)?.place
  const where = `${plan.document}${place ? `:${place.line}` : ''}`
  const fact = visibleLine(facts.join(' · '))
  const [title, at] = beside(gate ? `◆ ${name}` : name, visibleLine(where), fit.width - 5 - fit.columns(fact), fit) // prettier-ignore
  return `  ${title}  ${fact === '' ? '' : `${style('cyan', fact)}  `}${style('dim', at)}`
}

function reasonLines({ reason }: NextEntry, style: Style, fit: Fit): string[] {
  return reason === '' ? [] : [style('dim', `      ${fit.shortened(visibleLine(reason), fit.width - 7)}`)] // prettier-ignore
}

/** What is asked, and how to answer. */
function askedLines({ key, run, asked }: NextEntry, style: Style, fit: Fit): string[] {
  if (!asked || run === null) return []
  const { kind, text, command, pattern, denied } = asked
  const shown = command === null ? text : `${text}: ${command}`
  const name = visibleLine(key) === key ? key : 'KEY'
  const answer = kind === 'question' ? `goap approve ${run} ${quoted(name)}` : `goap resume ${run} --allow ${quoted(pattern ?? '')}` // prettier-ignore
  const isCopied = !denied && visibleLine(answer) === answer
  return [
    style('dim', `      ${fit.shortened(visibleLine(shown), fit.width - 7)}`),
    ...(isCopied ? [`      ${answer}`] : []),
  ]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function nothing({ running, asked, stuck, waiting }: Next, documents: number): string {
  if (documents === 0) return 'No plan was found.'
  if (running.length + asked.length + stuck.length + waiting === 0) return 'Everything is done.'
  return waiting === 0
    ? 'Nothing else can start now.'
    : `Nothing can start now: ${waiting} ${waiting === 1 ? 'task waits' : 'tasks wait'} for others.`
}
