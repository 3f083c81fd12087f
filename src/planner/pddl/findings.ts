import type { Diagnostic, Place, Related, Severity } from '../../model/index.ts'

interface Entry {
  readonly severity: Severity
  /** What to do, when the finding itself has no better hint. */
  readonly hint: string
}

/** Every finding in PDDL files; each has a section in docs/errors.md. */
export const pddlCatalogue = {
  'planner/pddl-syntax': {
    severity: 'error',
    hint: 'Compare with docs/pddl.md, which shows each part of a domain and of a problem.',
  },
  'planner/pddl-too-large': {
    severity: 'error',
    hint: 'Split the task, or write it without so many brackets.',
  },
  'planner/pddl-unsupported': {
    severity: 'error',
    hint: 'docs/pddl.md says what is supported.',
  },
  'planner/pddl-unknown-name': { severity: 'error', hint: 'Declare it, or correct the name.' },
  'planner/pddl-arity': {
    severity: 'error',
    hint: 'Give as many arguments as the declaration has parameters.',
  },
  'planner/pddl-type': {
    severity: 'error',
    hint: 'Name an object of the declared type, or widen the declaration.',
  },
  'planner/pddl-repeated-name': { severity: 'error', hint: 'Rename one of them.' },
  'planner/pddl-derived': {
    severity: 'error',
    hint: 'Leave it to the rules, or give the predicate no rules.',
  },
  'planner/pddl-bad-number': {
    severity: 'error',
    hint: 'Write a finite number; costs are 0 or more.',
  },
  'planner/pddl-other-domain': {
    severity: 'warning',
    hint: 'Check that domain and problem belong together.',
  },
  'planner/pddl-no-effect': {
    severity: 'warning',
    hint: 'Give the action an effect, or remove it; no plan will use it.',
  },
} as const satisfies Record<`planner/${string}`, Entry>

export type PddlCode = keyof typeof pddlCatalogue

/** A finding in one of the two files. */
export interface PddlFinding extends Diagnostic {
  readonly code: PddlCode
  /** As given to `readPddl`. */
  readonly file: string
}

interface Details {
  /** Default, and when it gives none: the code's own. Called only when the finding is kept. */
  readonly hint?: () => string | undefined
  readonly related?: readonly (readonly [message: string, start: number, end: number])[]
}

/** Takes a finding; `start` and `end` are offsets into the text. */
export type Report = (
  code: PddlCode,
  start: number,
  end: number,
  message: string,
  details?: Details,
) => void

/** More findings of one file than these are counted, not kept. */
const most = 100

/** Collects what is wrong with one file. */
export function findingsIn(
  file: string,
  text: string,
): {
  readonly report: Report
  readonly findings: () => readonly PddlFinding[]
  readonly place: (start: number, end: number) => Place
} {
  const found: PddlFinding[] = []
  let more = 0
  const place = placesIn(text)
  const related = (all: Details['related']): readonly Related[] =>
    (all ?? []).map(([message, start, end]) => ({ message, place: place(start, end) }))
  return {
    place,
    report(code, start, end, message, details = {}) {
      if (found.length === most) more++
      else
        found.push({
          code,
          severity: pddlCatalogue[code].severity,
          message: clipped(message),
          hint: clipped(details.hint?.() ?? pddlCatalogue[code].hint),
          place: place(start, end),
          related: related(details.related),
          file,
        })
    },
    findings() {
      const last = found.at(-1)
      if (more === 0 || !last) return found
      return [
        ...found.slice(0, -1),
        { ...last, message: `${last.message} (${more} more findings follow.)` },
      ]
    },
  }
}

/** A message with names of very many characters shortened. */
function clipped(text: string): string {
  if (text.length < 200) return text
  const words = text.split(/([\s"])/)
  return words.map((word) => (word.length > 80 ? `${word.slice(0, 80)}…` : word)).join('')
}

/** Makes places of offsets; the starts of the lines are found once, when the first is asked for. */
function placesIn(text: string): (start: number, end: number) => Place {
  let lines: readonly number[] | null = null
  let near = 0
  return (start, end) => {
    lines ??= startsOfLines(text)
    // Mostly places are asked for in the order of the text.
    const first = lineFrom(lines, near, start)
    const last = (near = lineFrom(lines, first, end))
    return {
      start,
      end,
      line: first + 1,
      column: start - (lines[first] ?? 0) + 1,
      endLine: last + 1,
      endColumn: end - (lines[last] ?? 0) + 1,
    }
  }
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lineFrom(starts: readonly number[], near: number, offset: number): number {
  if ((starts[near] ?? 0) <= offset)
    for (let line = near; line < near + 4; line++)
      if (offset < (starts[line + 1] ?? Infinity)) return line
  return lineAt(starts, offset)
}

function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
