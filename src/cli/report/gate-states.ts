import type { CriterionState, Evidence, GateState } from '../../index.ts'
import { beside, unfitted, type Fit } from '../fit.ts'
import type { Style } from '../io.ts'
import { visibleLine } from '../visible.ts'
import { seconds } from './plain.ts'

const states = {
  passed: ['green', '✓'],
  failed: ['red', '✗'],
  'insufficient-evidence': ['yellow', '?'],
  waived: ['yellow', '~'],
  running: ['cyan', '▸'],
  waiting: ['yellow', '‖'],
  skipped: ['dim', '–'],
} as const

const results = { ...states, claimed: ['dim', '○'] } as const

/** Verdicts that are shown of a long history. */
const mostShown = 30

/** A gate, its criteria with the newest evidence, and its verdicts in earlier runs, a sign for each. */
export function gateStateLines(
  { title, state, reason, criteria, history }: GateState,
  style: Style,
  fit: Fit = unfitted,
): string[] {
  const [newest] = history
  const word = state === 'insufficient-evidence' ? 'nothing to measure' : state
  const [format] = state === null ? (['dim'] as const) : states[state]
  const stood = style(format, word ?? (newest ? 'to be judged again' : 'never judged'))
  const when = newest ? style('dim', `  ${timeOf(newest.at)}  ${newest.run}`) : ''
  const because = reason === '' ? [] : [style('dim', `      ${fit.shortened(visibleLine(reason), fit.width - 7)}`)] // prettier-ignore
  return [
    `  ${style(format, '◆')} ${visibleLine(title)}: ${stood}${when}`,
    ...because,
    ...criteria.flatMap((one) => criterionLines(one, newest?.run ?? null, style, fit)),
    ...historyLines(history, style, fit),
  ]
}

/** `✗✗✓✓`, the newest at the end, when there is more than one. */
function historyLines(history: GateState['history'], style: Style, fit: Fit): string[] {
  if (history.length < 2) return []
  const passed = history.filter(({ verdict }) => verdict === 'passed').length
  const says = `  ${passed} of ${history.length} passed, since ${timeOf(history.at(-1)?.at ?? 0).slice(0, 10)}`
  const shown = history.slice(0, Math.min(mostShown, fit.width - says.length - 18)).toReversed()
  const signs = shown.map(({ verdict }) => style(states[verdict][0], states[verdict][1])).join('')
  const more = history.length > shown.length ? '… ' : ''
  return [`      ${style('dim', `history  ${more}`)}${signs}${style('dim', says)}`] // prettier-ignore
}

function criterionLines(
  { text, status, check, result, freshness, because, at, run }: CriterionState,
  newest: string | null,
  style: Style,
  fit: Fit,
): string[] {
  const [format, sign] = result ? results[result.verdict] : (['dim', '·'] as const)
  const box = status === 'done' ? '[x]' : '[ ]'
  const kind = check === null ? 'no check' : check
  const [name, reason] = beside(visibleLine(text), visibleLine(result ? result.reason : kind), fit.width - 13, fit) // prettier-ignore
  const head = `      ${style(format, sign)} ${style('dim', box)} ${name}  ${style('dim', reason)}`
  if (!result || freshness === null) return [head]
  const proof = result.evidence.map(evidenceText).filter((one) => one !== '').join('; ') // prettier-ignore
  const older = run !== newest && at !== null ? `${timeOf(at)}, ` : ''
  const color = freshness === 'fresh' ? 'green' : 'yellow'
  const seen = fit.shortened(`(${visibleLine(because)}) · ${older}${visibleLine(proof)}`, fit.width - 12 - freshness.length) // prettier-ignore
  return [head, `          ${style(color, freshness)} ${style('dim', seen)}`]
}

/** What was seen, in short. */
function evidenceText(one: Evidence): string {
  switch (one.kind) {
    case 'command':
      return `${one.command.split('\n')[0] ?? ''}: exit ${one.exit ?? one.signal ?? '–'}, ${seconds(one.duration)}, output ${one.hash.slice(0, 12)}` // prettier-ignore
    case 'file':
      return one.hash === null ? `${one.path}: ${one.found}` : `${one.path}: ${one.bytes} bytes, ${one.hash.slice(0, 12)}` // prettier-ignore
    case 'script':
      return `script: ${one.status}${one.value === undefined ? '' : ` ${JSON.stringify(one.value)}`}, ${seconds(one.duration)}, source ${one.source.slice(0, 12)}` // prettier-ignore
    case 'measure':
      return `${one.of}: ${one.value}${one.unit === '' || one.unit === '%' ? '' : ' '}${one.unit}`
    case 'statement':
      return `${one.by}: ${one.text}`
    case 'parts':
      return ''
  }
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
