import { forText } from './for-text.ts'

/** `name: some words`, where YAML can mean nothing but a text: no quote, sign or number begins it, and no `: ` or ` #` stands in it. */
const line = forText(
  String.raw`^([A-Za-z][\w-]{0,63}): +([A-Za-z][^\p{Cc}\u2028\u2029\uFEFF]*)$`,
  'u',
)
const meaning = /:(?: |$)| #/
/** Words that YAML, or an older edition of it, takes for something else than a text. */
const reserved = /^(?:null|true|false|yes|no|on|off|y|n)$/i

/**
 * Reads YAML that is nothing but lines `name: some words`, as front matter mostly is, without the package `yaml`, which takes longer to
 * load than such a file to read. Null: there is more in it, or a mistake; what is given is exactly what the package would give.
 */
export function plainYaml(text: string): ReadonlyMap<string, string> | null {
  const values = new Map<string, string>()
  for (const one of text.split(/\r?\n/)) {
    if (one === '') continue
    const [, name = '', words = ''] = line(one).exec(one) ?? []
    const value = words.trimEnd()
    if (value === '' || values.has(name) || meaning.test(value)) return null
    if (reserved.test(name) || reserved.test(value)) return null
    values.set(name, value)
  }
  return values
}
