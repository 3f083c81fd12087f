import type { Metric, Risk } from '../../../model/index.ts'
import type { Outline, Section } from '../text/sections.ts'
import { headersOf } from '../tasks/columns.ts'
import type { Piece } from '../text/text.ts'
import { plain } from '../text/words.ts'

export type MetricDraft = Omit<Metric, 'place'> & { readonly piece: Piece }
export type RiskDraft = Omit<Risk, 'place'> & { readonly piece: Piece }

/** Rows of tables with a Target or Current column. */
export function metricsOf(outline: Outline): readonly MetricDraft[] {
  return named(outline).flatMap(({ section, header, rows }) => {
    const name = header.findIndex((text) =>
      /^(?:metrics?|kpis?|operations?|measures?|indicators?)\b/.test(text),
    )
    if (name < 0 && section.role !== 'metrics') return []
    const target = header.findIndex((text) => text.startsWith('target'))
    const current = header.findIndex((text) => /^(?:current|actual|value|now)\b/.test(text))
    if (target < 0 && !(name >= 0 && current >= 0)) return []
    return rows.flatMap((row) => {
      const cell = row[Math.max(name, 0)]
      if (!cell || cell.text === '') return []
      return [
        {
          name: plain(cell.text),
          target: text(row[target]),
          current: text(row[current]),
          piece: cell,
        },
      ]
    })
  })
}

/** Rows of risk tables. */
export function risksOf(outline: Outline): readonly RiskDraft[] {
  return named(outline).flatMap(({ header, rows }) => {
    const risk = header.findIndex((each) => each.startsWith('risk') && /^risks?\b/.test(each))
    if (risk < 0) return []
    const mitigation = header.findIndex((each) => /^mitigations?/.test(each))
    return rows.flatMap((row) => {
      const cell = row[risk]
      return cell && cell.text !== ''
        ? [{ risk: plain(cell.text), mitigation: text(row[mitigation]), piece: cell }]
        : []
    })
  })
}

/** What the lists below Deliverables name. */
export function deliverablesOf(outline: Outline): readonly string[] {
  return outline.all.flatMap((section) =>
    section.role === 'deliverables' && section.named
      ? section.items
          .filter((item) => item.parent === null && !item.checkbox)
          .map((item) => plain(item.text))
      : [],
  )
}

interface Named {
  readonly section: Section
  readonly header: readonly string[]
  readonly rows: readonly (readonly Piece[])[]
}

function named(outline: Outline): readonly Named[] {
  const all: Named[] = []
  for (const section of outline.all)
    for (const table of section.tables)
      all.push({ section, header: headersOf(table), rows: table.rows })
  return all
}

function text(cell: Piece | undefined): string | null {
  return cell && cell.text !== '' ? plain(cell.text) : null
}
