import { GoapError } from '../../base/index.ts'
import type { Place } from '../../model/index.ts'
import { stepText, type PlanStep } from './validate-plan.ts'

export interface PlanFile {
  /** In the order in which they start; of those that start together, in the order of the file. */
  readonly steps: readonly PlanFileStep[]
  /** Of a line `; cost = 12`; null without one. */
  readonly cost: number | null
}

export interface PlanFileStep extends PlanStep {
  /** When it starts, in the file's unit; null without a time. */
  readonly time: number | null
  readonly duration: number | null
  readonly place: Place
}

/**
 * Reads a plan as planners write it: `(drive t1 depot market)`, optionally with times, `0.000: (drive t1 depot market) [5.000]`, and
 * comments from `;` to the end of the line. Names become lower case, as PDDL's are, unless `keepCase`.
 *
 * Throws `planner/bad-plan` with the place of what cannot be read; `file` is named there.
 */
export function readPlanFile(
  { file, text }: { readonly file: string; readonly text: string },
  { keepCase = false }: { readonly keepCase?: boolean } = {},
): PlanFile {
  const steps: PlanFileStep[] = []
  const place = placesFrom(text)
  let cost: number | null = null
  let time: number | null = null
  const token = /\s+|;([^\n]*)|(\d+(?:\.\d*)?)\s*:|\[\s*(\d+(?:\.\d*)?)\s*\]|\(([^()[\];]*)\)/y
  const fail = (at: number, message: string): never => {
    const { line, column } = place(at, at)
    throw new GoapError('planner/bad-plan', `${file}:${line}:${column}: ${message}`)
  }
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(text)
    if (!found) return fail(at, troubleAt(text, at))
    const [whole, comment, start, duration, action] = found
    if (comment !== undefined) cost = costIn(comment) ?? cost
    else if (start !== undefined) {
      if (time !== null) fail(at, 'Two times stand before one action.')
      time = Number(start)
    } else if (duration !== undefined) {
      const last = steps.at(-1)
      if (!last || last.duration !== null || time !== null)
        return fail(at, 'This duration stands behind no action.')
      steps[steps.length - 1] = { ...last, duration: Number(duration) }
    } else if (action !== undefined) {
      const [name = '', ...objects] = (keepCase ? action : action.toLowerCase()).trim().split(/\s+/)
      if (name === '') fail(at, 'The brackets hold no action.')
      steps.push({ name, objects, time, duration: null, place: place(at, at + whole.length) })
      time = null
    }
  }
  if (time !== null) fail(text.length, 'The plan ends behind a time, without its action.')
  return { steps: inOrder(steps), cost }
}

/** A plan that `readPlanFile` reads: an action in each line, and the cost, if given, in a comment behind them. */
export function printPlanFile(
  steps: readonly (PlanStep & Partial<Pick<PlanFileStep, 'time' | 'duration'>>)[],
  cost: number | null = null,
): string {
  const lines = steps.map(({ time = null, duration = null, ...step }) =>
    [
      ...(time === null ? [] : [`${time}:`]),
      stepText(step),
      ...(duration === null ? [] : [`[${duration}]`]),
    ].join(' '),
  )
  if (cost !== null) lines.push(`; cost = ${cost}`)
  return lines.map((line) => `${line}\n`).join('')
}

function costIn(comment: string): number | null {
  const found = /^;*\s*cost\s*[=:]?\s*(\d+(?:\.\d+)?)\b/i.exec(comment)
  return found ? Number(found[1]) : null
}

function troubleAt(text: string, at: number): string {
  const character = text[at]
  if (character === ')') return 'This bracket closes nothing.'
  if (character === '(') {
    const inner = /[()[\];]/.exec(text.slice(at + 1, at + 10_000))?.[0]
    return inner === undefined || inner === ';'
      ? 'This bracket is never closed.'
      : `An action has names only; a "${inner}" stands in it.`
  }
  const word = /^[^\s();]{1,40}/.exec(text.slice(at, at + 40))?.[0] ?? character
  return `"${word}" is no action: write it in brackets, (action object …).`
}

function inOrder(steps: readonly PlanFileStep[]): readonly PlanFileStep[] {
  return steps.some(({ time }) => time === null)
    ? steps
    : steps.toSorted((left, right) => (left.time ?? 0) - (right.time ?? 0))
}

/** Places by offset; they must be asked for from front to back. */
function placesFrom(text: string): (start: number, end: number) => Place {
  let [line, begin] = [1, 0]
  const advance = (to: number): { line: number; column: number } => {
    for (
      let next = text.indexOf('\n', begin);
      next >= 0 && next < to;
      next = text.indexOf('\n', begin)
    ) {
      line++
      begin = next + 1
    }
    return { line, column: to - begin + 1 }
  }
  return (start, end) => {
    const first = advance(start)
    const last = advance(end)
    return { start, end, ...first, endLine: last.line, endColumn: last.column }
  }
}
