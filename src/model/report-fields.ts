import type { Json } from '../base/index.ts'

/** What the name of an output is known by: `Files removed`, `files_removed` and `filesRemoved` are the same. */
export function outputKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Fields of a report that outputs do not tell, or tell nothing of. */
export function missingFields(
  report: readonly string[],
  outputs: Readonly<Record<string, Json>>,
): readonly string[] {
  const told = new Set(
    Object.entries(outputs)
      .filter(([, value]) => value !== null && value !== '')
      .map(([name]) => outputKey(name)),
  )
  return report.filter((name) => !told.has(outputKey(name)))
}

/** The fields of a report that a text tells by lines such as `Build status: green`, the last line of a name counts. */
export function fieldsToldIn(
  report: readonly string[],
  text: string,
): Readonly<Record<string, string>> {
  if (report.length === 0) return {}
  const names = new Map(report.map((name) => [outputKey(name), name] as const))
  const told: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] =
      /^[\s>*_#-]*([^:\n]{1,200}?)[\s*_]*:[\s*_]*(\S.*)$/.exec(line) ?? []
    const field = names.get(outputKey(name))
    if (field !== undefined) told[field] = value.trim()
  }
  return told
}
