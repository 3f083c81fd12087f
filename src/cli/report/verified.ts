import type { Truth, VerifiedCriterion, VerifiedDocument, VerifiedGate, VerifiedTask } from '../../index.ts' // prettier-ignore
import { beside, unfitted, type Fit } from '../fit.ts'
import type { Style } from '../io.ts'
import { visible, visibleLine } from '../visible.ts'

const signs = {
  true: ['green', '✓'],
  false: ['red', '✗'],
  unproven: ['yellow', '?'],
} as const satisfies Record<Truth, readonly [string, string]>

/** A judged gate and its criteria. */
export function verifiedGateLines(
  { title, truth, due, criteria }: VerifiedGate,
  style: Style,
  fit: Fit = unfitted,
): string[] {
  // prettier-ignore
  const word = truth ?? (due ? 'not ticked' : 'not due yet')
  const format = truth === null ? 'dim' : signs[truth][0]
  return [
    `${style(format, '◆')} ${visibleLine(title)}  ${style(format, word)}`,
    ...criteria.flatMap((one) => criterionLines(one, style, fit)),
  ]
}

function criterionLines(
  { text, truth, result, waits }: VerifiedCriterion,
  style: Style,
  fit: Fit,
): string[] {
  // prettier-ignore
  const word = (truth ?? (result.verdict === 'passed' ? 'holds' : 'open')).padEnd('unproven'.length)
  const [format, sign] = truth === null ? (['dim', '·'] as const) : signs[truth]
  const [name, reason] = beside(visibleLine(text), visibleLine(result.reason), fit.width - 17, fit)
  const line = `    ${style(format, `${sign} ${word}`)}  ${name}  ${style('dim', reason)}`
  if (waits === null || waits.denied) return [line]
  return [line, style('dim', `        ${visible(waits.command).trim().replaceAll('\n', '\n        ')}`)] // prettier-ignore
}

/** Done tasks that are not as they say; of the others only the number is told, at the end. */
export function verifiedTaskLines(
  tasks: readonly VerifiedTask[],
  style: Style,
  fit: Fit = unfitted,
): string[] {
  // prettier-ignore
  return tasks.map(({ id, title, truth, reason }) => {
    const [format, sign] = signs[truth]
    const name = id === null ? title : `${id} ${title}`
    const [shown, because] = beside(visibleLine(name), visibleLine(reason), fit.width - 13, fit)
    return `${style(format, `${sign} ${truth.padEnd('unproven'.length)}`)}  ${shown}  ${style('dim', because)}` // prettier-ignore
  })
}

/** What it comes to, and what would have to be allowed. */
export function verifiedTotal(verified: readonly VerifiedDocument[], style: Style): string[] {
  const criteria = verified.flatMap(({ gates }) => gates.flatMap((gate) => gate.criteria))
  const tasks = verified.flatMap((one) => one.tasks)
  const open = criteria.filter(({ truth }) => truth === null)
  const parts = [
    countsOf('ticked criteria', criteria.flatMap(({ truth }) => truth ?? [])), // prettier-ignore
    countsOf('done tasks', tasks.map(({ truth }) => truth)), // prettier-ignore
    open.length === 0 ? '' : `${open.length} not ticked, ${open.filter(({ result }) => result.verdict === 'passed').length} of them hold`, // prettier-ignore
  ].filter((part) => part !== '')
  const total = parts.length === 0 ? 'There is no gate to verify.' : parts.join('; ')
  return ['', style('bold', total), ...allowing(criteria)]
}

function countsOf(what: string, truths: readonly Truth[]): string {
  if (truths.length === 0) return ''
  const told = (['true', 'false', 'unproven'] as const).flatMap((truth) => {
    const count = truths.filter((one) => one === truth).length
    return count === 0 ? [] : [`${count} ${truth}`]
  })
  return `${what}: ${told.join(', ')}`
}

/** How to let what did not run be run; none for a pattern that holds what a terminal would not show. */
function allowing(criteria: readonly VerifiedCriterion[]): string[] {
  const waits = criteria.flatMap((one) => one.waits ?? []).filter(({ denied }) => !denied)
  const patterns = [...new Set(waits.map(({ pattern }) => pattern))].filter((one) => one !== '' && visible(one) === one) // prettier-ignore
  if (waits.length === 0) return []
  const options = patterns.map((one) => `--allow '${one.replaceAll("'", String.raw`'\''`)}'`)
  const harmless = waits.some(({ dangerous }) => !dangerous)
  return [
    ...(options.length > 0 ? [`Not everything may run. Allow it with: ${options.join(' ')}`] : []),
    ...(harmless ? ['Allow all that is not dangerous with: --yes'] : []),
  ]
}
