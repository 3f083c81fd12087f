import type { Diagnostic } from '../../model/index.ts'
import { linesOf } from './lines.ts'

/**
 * The findings that no `<!-- goap-ignore CODE -->` silences: one comment names one or several codes, with or without `documents/`,
 * and concerns its own line and the next.
 */
export function withoutIgnored(found: readonly Diagnostic[], text: string): readonly Diagnostic[] {
  if (!text.includes('goap-ignore')) return found
  const ignored = ignores(text)
  return found.filter(({ code, place }) => !ignored.has(`${place.line} ${code}`))
}

function ignores(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const line of linesOf(text)) {
    for (const comment of line.text.matchAll(/<!--\s*goap-ignore\s+([^>]*?)\s*-->/g))
      for (const name of comment[1]?.split(/[\s,]+/) ?? []) {
        const code = name.startsWith('documents/') ? name : `documents/${name}`
        found.add(`${line.number} ${code}`).add(`${line.number + 1} ${code}`)
      }
  }
  return found
}
