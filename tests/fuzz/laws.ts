import { check, explain, print, read, samePlan, write } from '../../src/documents/index.ts'
import type { Place } from '../../src/model/index.ts'

/** What must hold for any document; throws, with what is wrong, where it does not. */
export function laws(text: string, printing: boolean): void {
  const document = read(text, 'fuzz.md')
  const { plan, marks, figures, diagnostics, source } = document
  const inside = (place: Place | null): void => {
    if (place && !(0 <= place.start && place.start <= place.end && place.end <= text.length))
      throw new Error(`a place lies outside: ${JSON.stringify(place)}`)
  }
  for (const { place } of explain(document)) inside(place)
  for (const one of [...diagnostics, ...check(document)]) {
    inside(one.place)
    for (const related of one.related) inside(related.place)
  }
  for (const { place, text: token } of [...marks, ...figures]) {
    inside(place)
    if (source.text.slice(place.start, place.end) !== token)
      throw new Error(`a token is not what stands there: ${JSON.stringify(token)}`)
  }
  const keys = plan.tasks.map(({ key }) => key)
  if (new Set(keys).size !== keys.length && !text.includes('goap')) throw new Error('a key is there twice') // prettier-ignore
  if (Buffer.compare(write(document, []), source.bytes) !== 0)
    throw new Error('writing without events changed bytes')
  if (printing && !samePlan(read(print(plan), 'fuzz.md').plan, plan))
    throw new Error('the printed plan says something else')
}
