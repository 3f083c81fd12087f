import type { Note, PlanDocument } from '../../index.ts'
import type { Style } from '../io.ts'
import { visible, visibleLine } from '../visible.ts'

/** A document line by line, with what each was understood as below it; long stretches that say nothing to a plan are folded. */
export function explainedLines(
  { source }: PlanDocument,
  notes: readonly Note[],
  style: Style,
): readonly string[] {
  const byLine = Map.groupBy(notes, ({ place }) => place.line)
  const lines = source.text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const result: string[] = []
  let quiet: string[] = []
  const flush = (): void => {
    if (quiet.length > 6) {
      const hidden = quiet.slice(2, -2).length
      result.push(...quiet.slice(0, 2), style('dim', `        … ${hidden} lines without meaning to the plan`), ...quiet.slice(-2)) // prettier-ignore
    } else result.push(...quiet)
    quiet = []
  }
  lines.forEach((text, index) => {
    const here = byLine.get(index + 1)
    const number = String(index + 1).padStart(6)
    const shown = visible(text.replaceAll('\t', '  '))
    if (!here) {
      quiet.push(style('dim', `${number} │ ${shown}`))
      return
    }
    flush()
    result.push(`${style('dim', `${number} │`)} ${shown}`)
    for (const said of summaries(here))
      result.push(`${style('dim', '       │')} ${style('cyan', said)}`)
  })
  flush()
  return result
}

/**
 * What a line says, as few sentences: of a thing that is defined here all at once, `task T1.2 (R3.2) · status done (R9)`; of things
 * that are defined elsewhere the fact first, with all whom it concerns: `agent debugger (R10): 1.1, 1.2`.
 */
function summaries(notes: readonly Note[]): readonly string[] {
  const defined = notes.filter(({ kind, field }) => kind === field)
  const subjects = new Set(defined.map(nameOf))
  const own = Map.groupBy(
    notes.filter((note) => subjects.has(nameOf(note)) && note.kind !== note.field),
    nameOf,
  )
  const others = Map.groupBy(
    notes.filter((note) => !subjects.has(nameOf(note))),
    fact,
  )
  return [
    ...defined.map((note) =>
      [`${nameOf(note)} (${rule(note)})`, ...(own.get(nameOf(note)) ?? []).map(fact)].join(' · '),
    ),
    ...[...others].map(([said, all]) => `${said}: ${listed(all.map(({ subject }) => subject))}`),
  ].map((line) => `  ⤷ ${visibleLine(line)}`)
}

function nameOf({ kind, subject }: Note): string {
  return `${kind} ${subject}`
}

/** The first names and the number of the others. */
function listed(names: readonly string[]): string {
  return names.length > 8
    ? `${names.slice(0, 7).join(', ')} and ${names.length - 7} more`
    : names.join(', ')
}

function fact(note: Note): string {
  return `${note.field} ${shortened(note.value)} (${rule(note)})`
}

function rule({ rule: name, origin }: Note): string {
  return origin === 'inferred' ? `${name}, inferred` : name
}

function shortened(value: string): string {
  const [first = ''] = value.split('\n')
  return first.length < value.length || first.length > 80 ? `${first.slice(0, 79)}…` : first
}
