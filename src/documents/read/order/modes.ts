import type { Mode } from '../../../model/index.ts'
import { matches } from '../text/matches.ts'
import { plain } from '../text/words.ts'

const sequential =
  /\bsequential(?:ly)?\b|\bserial(?:ly)?\b|step[- ]by[- ]step|one at a time|one by one|in order\b/i
const parallel =
  /\bparallel(?:ism|izable|ized)?\b|\bconcurrent(?:ly)?\b|\bsimultaneous(?:ly)?\b|\bindependent(?:ly)?\b/i
const swarm = /\bswarm\b/i
const iterative = /\biterat(?:ive|ively|ion|ions|e)\b|\bloop\b/i
const hybrid = /\bhybrid\b|\bmixed\b/i

/** The mode that a text names (R8). Null when it names none. */
export function modeOf(text: string): Mode | null {
  if (hybrid.test(text)) return 'hybrid'
  const ordered = sequential.test(text)
  const free = parallel.test(text)
  if (ordered && (free || swarm.test(text))) return 'hybrid'
  if (swarm.test(text)) return 'swarm'
  if (ordered) return 'sequential'
  if (free) return 'parallel'
  return iterative.test(text) ? 'iterative' : null
}

const none: readonly RegExpExecArray[] = []

/** The mode in a heading: in its parentheses, or behind its dash ("Phase 1 — SWARM"). */
export function headingMode(title: string): Mode | null {
  const text = plain(title)
  for (const found of text.includes('(') ? matches(text, /\(([^()]*)\)/g) : none) {
    const inside = found[1] ?? ''
    if (/^parallel (?:with|to)\b/i.test(inside)) return 'parallel'
    const mode = modeOf(inside)
    if (mode) return mode
  }
  const dash = /\s(?:[—–]|-{1,3})\s*([^—–(]*)(?:\(.*)?$/.exec(text)?.[1] ?? ''
  // "Month 8 — Parallel & Privacy" is about something.
  return /^\s*(?:sequential|parallel|hybrid|swarm|iterative|concurrent)(?:\s+(?:execution|mode|tasks?|phase|swarm|track|work|run))?\s*(?:$|[,;:→+]|then\b|\d)/i.test(
    dash,
  )
    ? modeOf(dash)
    : null
}

/** The mode at the beginning of a value: "Sequential (complex dependencies)", "Parallel where possible". */
export function valueMode(value: string): Mode | null {
  const text = plain(value)
  const before = text.replace(/\([^()]*\)/g, ' ')
  return modeOf(before) ?? (/^\W*\(/.test(text) ? modeOf(text) : null)
}

/** The strategy line's mode, its parentheses considered: "Sequential (Phase 1 first, then parallel Phases 2+3)" is hybrid. */
export function strategyMode(value: string): Mode | null {
  return modeOf(plain(value))
}
