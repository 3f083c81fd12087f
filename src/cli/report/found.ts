import type { Diagnostic, LoadedDocument, LoadedGoal, frame as frameOf } from '../../index.ts'
import type { Style } from '../io.ts'
import { painter } from '../painter.ts'
import { visibleLine } from '../visible.ts'

/** A document with the findings that are to be shown, and how many a baseline knows. */
export type Checked = (LoadedDocument | LoadedGoal) & {
  readonly known: number
  /** What a baseline knows and is not there any more. */
  readonly stale: readonly unknown[]
}

/** How many findings of one code a document shows in full before it only counts the others. */
const full = 3

/** How `documents` tells findings. */
interface Telling {
  readonly frame: typeof frameOf
  readonly gathered: (findings: readonly Diagnostic[]) => readonly Diagnostic[]
  readonly othersTold: (finding: Diagnostic) => string
}

/** The findings of a document: what it lacks in several places as one, and of many others of one kind only the first in full. */
export function foundLines(
  { document, diagnostics, file }: Checked,
  { frame, gathered, othersTold }: Telling,
  style: Style,
  { all }: { readonly all: boolean },
): readonly string[] {
  const paint = painter(style)
  const shown = new Map<string, number>()
  const folded = new Map<string, Diagnostic[]>()
  const lines: string[] = []
  for (const one of all ? diagnostics : gathered(diagnostics)) {
    const count = (shown.get(one.code) ?? 0) + 1
    shown.set(one.code, count)
    // Errors are always shown: each of them keeps the plan from running.
    if (!all && count > full && one.severity !== 'error') {
      const same = folded.get(one.code)
      if (same) same.push(one)
      else folded.set(one.code, [one])
      continue
    }
    const others = othersTold(one)
    const shownAlone = others === '' ? one : { ...one, related: [] }
    lines.push(frame(document.source, shownAlone, file.name, { paint }))
    if (others !== '') lines.push(`  ${others}`)
    lines.push('')
  }
  for (const [code, rest] of folded) {
    const places = rest.map(({ place }) => place.line)
    const listed = places.slice(0, 12).join(', ') + (places.length > 12 ? ', …' : '')
    lines.push(
      `${visibleLine(file.name)}  ${paint('code', code)}  and ${rest.length} more, on line${rest.length === 1 ? '' : 's'} ${listed}`,
      '',
    )
  }
  return lines
}

/** What the findings come to; of several documents how many of each kind. */
export function verdictLines(
  checked: readonly Checked[],
  others: number,
  style: Style,
  explains: boolean,
): readonly string[] {
  const found = checked.flatMap(({ diagnostics }) => diagnostics)
  const affected = checked.filter(({ diagnostics }) => diagnostics.length > 0).length
  const known = checked.reduce((sum, one) => sum + one.known, 0)
  const stale = checked.reduce((sum, one) => sum + one.stale.length, 0)
  const lines = affected > 1 ? byCode(found, style) : []
  lines.push(summary(found, affected, checked.length, others))
  if (known > 0) lines.push(`${plural(known, 'known finding')} of the baseline not shown.`)
  if (stale > 0)
    lines.push(`${plural(stale, 'entry', 'entries')} of the baseline without a finding: write it anew.`) // prettier-ignore
  if (explains && found.length > 0)
    lines.push(style('dim', `goap explain ${found[0]?.code.replace('documents/', '')} tells more.`))
  return lines
}

function byCode(found: readonly Diagnostic[], style: Style): string[] {
  const counts = [...Map.groupBy(found, ({ code }) => code)].toSorted(
    ([, a], [, b]) => rank(a) - rank(b) || b.length - a.length,
  )
  const width = Math.max(...counts.map(([, all]) => String(all.length).length))
  return [
    ...counts.map(([code, all]) => {
      const severity = all[0]?.severity ?? 'info'
      return `${String(all.length).padStart(width + 2)}  ${painter(style)(severity, severity.padEnd(7))}  ${code}`
    }),
    '',
  ]
}

function rank([first]: readonly Diagnostic[]): number {
  return ['error', 'warning', 'info'].indexOf(first?.severity ?? 'info')
}

function summary(
  all: readonly Diagnostic[],
  affected: number,
  documents: number,
  others: number,
): string {
  if (documents === 0) return others === 0 ? 'No plan was found.' : 'No plan was found among them.'
  if (all.length === 0) return `Nothing to find fault with in ${plural(documents, 'document')}.`
  const count = (severity: string): number => all.filter((one) => one.severity === severity).length
  const parts = [plural(count('error'), 'error'), plural(count('warning'), 'warning')]
  if (count('info') > 0) parts.push(plural(count('info'), 'note'))
  return `${parts.join(', ')} in ${affected} of ${plural(documents, 'document')}.`
}

function plural(number: number, word: string, words = `${word}s`): string {
  return `${number} ${number === 1 ? word : words}`
}
