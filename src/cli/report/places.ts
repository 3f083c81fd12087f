import type { Plan } from '../../index.ts'
import type { DocumentPlace } from './summary.ts'

/** Where the tasks and gates of these plans stand, and criteria by `gate key/criterion key`. */
export function placesOf(plans: readonly Plan[]): (key: string) => DocumentPlace | null {
  const places = new Map<string, DocumentPlace>()
  for (const { document, tasks, gates } of plans) {
    for (const { key, place } of tasks)
      if (place) places.set(`${document}#${key}`, { document, line: place.line })
    for (const { key, place, criteria } of gates) {
      const gate = `${document}#gate/${key}`
      if (place) places.set(gate, { document, line: place.line })
      for (const one of criteria) {
        const line = (one.place ?? place)?.line
        if (line !== undefined) places.set(`${gate}/${one.key}`, { document, line })
      }
    }
  }
  return (key) => places.get(key) ?? null
}
