import type { Diagnostic, Plan } from '../../model/index.ts'
import { diagnostic } from './diagnostic.ts'
import { linesOf, placeIn, type Line } from './lines.ts'

/** `Total Tasks: 17` of a document that has another number of them. */
export function countFindings(plan: Plan, text: string): Diagnostic[] {
  if (plan.tasks.length === 0) return []
  const stated = linesOf(text).flatMap(totalOf)
  // Several totals speak of parts of the document.
  const [total, ...others] = stated
  if (!total || others.length > 0 || counts(plan).has(total.number)) return []
  const { length } = plan.tasks
  return [
    diagnostic(
      'documents/count-mismatch',
      `The document speaks of ${total.number} tasks; ${length} ${length === 1 ? 'was' : 'were'} found in it.`,
      placeIn(total.line, total.index, total.text),
    ),
  ]
}

interface Total {
  readonly line: Line
  readonly index: number
  readonly text: string
  readonly number: number
}

const totals =
  /^[^a-z0-9]{0,12}(?:total|number of)[ \t]+(?:number of[ \t]+)?(?:atomic[ \t]+)?tasks[*_ \t]*[:|][*_ \t]*(\d{1,5})(?![\d.,/–%-])/i

function totalOf(line: Line): Total[] {
  const found = totals.exec(line.text)
  const text = found?.[1]
  if (!found || text === undefined) return []
  return [{ line, index: found[0].length - text.length, text, number: Number(text) }]
}

/** All numbers that an author may mean: with or without the parts of tasks, with or without what has no id. */
function counts({ tasks }: Plan): ReadonlySet<number> {
  const parents = new Set(tasks.map(({ parent }) => parent))
  return new Set([
    tasks.length,
    tasks.filter(({ id }) => id !== null).length,
    tasks.filter(({ parent }) => parent === null).length,
    tasks.filter(({ key }) => !parents.has(key)).length,
  ])
}
