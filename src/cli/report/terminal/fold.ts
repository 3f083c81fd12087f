import type { Style } from '../../io.ts'
import { cut } from './block.ts'
import type { Measure } from './screen.ts'

/** A line of the log; of many of a kind that come at once only their names are told. */
export interface Told {
  readonly line: string
  readonly folds?: 'done' | 'skipped'
  readonly name?: string
}

/** So many lines of a kind may come at once. */
const most = 8

/** The lines as they are, or one for all of a kind where there are too many to be read. */
export function folded(
  told: readonly Told[],
  width: number,
  style: Style,
  measure: Measure,
): readonly string[] {
  const byKind = Map.groupBy(told, ({ folds }) => folds ?? 'own')
  const kinds = (['done', 'skipped'] as const).filter(
    (kind) => (byKind.get(kind)?.length ?? 0) > most,
  )
  if (kinds.length === 0) return told.map(({ line }) => line)
  const kept = told.filter(({ folds }) => folds === undefined || !kinds.includes(folds))
  const sums = kinds.map((kind) => {
    const all = byKind.get(kind) ?? []
    const [sign, word] = kind === 'done' ? [style('green', '✓'), 'done'] : [style('dim', '–'), 'skipped'] // prettier-ignore
    const head = `${all.length} tasks ${word}: `
    const names = all.map(({ name = '' }) => name).join(', ')
    return `${sign} ${head}${cut(names, width - 3 - head.length, measure)}`
  })
  return [...sums, ...kept.map(({ line }) => line)]
}
