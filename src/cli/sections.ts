import { packageFile } from './package-file.ts'

/** The sections of docs/errors.md by their codes: what an error or finding says, why, and what to do. */
export function sections(): ReadonlyMap<string, string> {
  const text = packageFile('docs/errors.md')
  const found = new Map<string, string>()
  for (const part of text.split(/^## /m).slice(1)) {
    const end = part.indexOf('\n')
    const code = part.slice(0, end).trim()
    if (/^[a-z]+\/[a-z-]+$/.test(code)) found.set(code, part.slice(end + 1).trim())
  }
  return found
}
