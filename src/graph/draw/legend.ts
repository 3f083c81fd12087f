import type { Status } from '../../model/index.ts'
import { signs, statusWords } from './style.ts'
import { widthOf } from './text.ts'

/** The kinds of lines. */
export type LineKind = 'stated' | 'inferred' | 'barrier' | 'circle'

/** What a drawing may have to explain. */
export type LegendEntry = Status | 'gate' | 'rule' | 'critical' | LineKind

const words: Readonly<Record<LegendEntry, string>> = {
  ...statusWords,
  critical: 'critical path',
  gate: 'gate, with the number of its criteria',
  rule: 'gates behind a rule judge all before it',
  stated: 'needs',
  inferred: 'waits by order, part or gate',
  barrier: 'phase after phase',
  circle: 'circle',
}

const order: readonly LegendEntry[] = [
  'done',
  'running',
  'pending',
  'failed',
  'blocked',
  'skipped',
  'critical',
  'gate',
  'rule',
  'stated',
  'inferred',
  'barrier',
  'circle',
]
const row = 24

/** Explains what occurs in the drawing, in rows of at most `width`. */
export function legend(
  entries: ReadonlySet<LegendEntry>,
  width: number,
): { drawn: string; height: number } {
  const room = Math.max(540, width)
  const drawn: string[] = []
  let [x, y] = [0, 10]
  for (const entry of order.filter((one) => entries.has(one))) {
    const wide = 38 + widthOf(words[entry], 12) + 14
    if (x > 0 && x + wide > room) [x, y] = [0, y + row]
    drawn.push(
      `<g transform="translate(${Math.round(x)} ${y})">${sample(entry)}<text class="s" x="36" y="4">${words[entry]}</text></g>`,
    )
    x += wide
  }
  return { drawn: drawn.join(''), height: y + row }
}

function sample(entry: LegendEntry): string {
  switch (entry) {
    case 'critical':
      return '<rect class="card c" x="1" y="-7" width="26" height="14" rx="4"/>'
    case 'gate':
      return '<g class="gate"><path class="dia" d="M14 -8L22 0L14 8L6 0Z"/></g>'
    case 'rule':
      return '<path class="rule" d="M0 0H28"/>'
    case 'stated':
      return '<path class="e" d="M0 0H22"/><path class="ae" d="M28 0L20 -4V4Z"/>'
    case 'inferred':
      return '<path class="e d" d="M0 0H22"/><path class="ae" d="M28 0L20 -4V4Z"/>'
    case 'barrier':
      return '<path class="b" d="M0 0H22"/><path class="ab" d="M28 0L20 -4V4Z"/>'
    case 'circle':
      return '<path class="e r" d="M0 0H22"/><path class="ar" d="M28 0L20 -4V4Z"/>'
    default:
      return `<g class="${entry}" transform="translate(20 0)"><circle class="disc" r="7"/>${signs[entry]}</g>`
  }
}
