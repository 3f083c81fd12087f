import type { Json } from '../../base/index.ts'
import type { Plan } from '../../model/index.ts'

/** Where something stands in a document, and why it was read so: no part of what a plan says. */
const aside = new Set(['place', 'commandPlace', 'provenance'])

/** A plan without what depends on its document: places, provenance and the document's name. Equal values mean the same plan. */
export function meaningOf(plan: Plan): unknown {
  const { document: _name, ...said } = plan
  return stripped(said)
}

/** Whether two plans say the same. */
export function samePlan(one: Plan, other: Plan): boolean {
  return same(meaningOf(one), meaningOf(other))
}

/** Whether two values are alike; the order of fields, and fields without a value, do not matter. */
export function same(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

export function stripped(value: unknown): Json {
  const copy: Json = JSON.parse(
    JSON.stringify(value, (name, inner: unknown) => (aside.has(name) ? undefined : inner)),
  )
  return copy
}
