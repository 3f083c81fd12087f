import type { Json } from '../../base/index.ts'
import type { GoalDocument } from '../../model/index.ts'
import { checkJson } from '../check/index.ts'

/** A goal document as `goap read --json` prints it: its problem, with lines instead of places. */
export function goalJson({ file, problem, diagnostics }: GoalDocument): Json {
  const { document: _document, ...said } = problem
  const found = checkJson(file, diagnostics)
  return { schema: 'goap/goal@1', file, ...asObject(withLines(said)), ...onlyFindings(found) }
}

function withLines(value: unknown): Json {
  if (Array.isArray(value)) return value.map(withLines)
  if (typeof value !== 'object' || value === null) return asPlain(value)
  const fields = Object.entries(value).map(([name, inner]: [string, unknown]): [string, Json] =>
    name === 'place' ? ['line', lineOf(inner)] : [name, withLines(inner)],
  )
  return Object.fromEntries(fields)
}

function asPlain(value: unknown): Json {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null
}

function lineOf(place: unknown): number | null {
  return typeof place === 'object' && place !== null && 'line' in place && typeof place.line === 'number' ? place.line : null // prettier-ignore
}

function asObject(value: Json): Readonly<Record<string, Json | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}

function onlyFindings(found: Json): { readonly diagnostics: Json } {
  return { diagnostics: asObject(found)['diagnostics'] ?? [] }
}
