import type { Report } from './findings.ts'

/** U+FFFD: what a decoder puts in place of bytes that are no UTF-8. */
const replacement = '\uFFFD'

/**
 * Reports a text that was made of something else than UTF-8: compressed, in UTF-16, or with bytes of another encoding outside of
 * comments. In comments they harm nobody. False when it was reported.
 */
export function isText(text: string, report: Report): boolean {
  const [says, hint] = kindOf(text)
  if (says !== '') {
    report('planner/pddl-syntax', 0, 0, says, { hint: () => hint })
    return false
  }
  for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, at + 1)) {
    const comment = text.lastIndexOf(';', at)
    if (comment >= 0 && comment > text.lastIndexOf('\n', at)) continue
    report('planner/pddl-syntax', at, at + 1, 'Here stand bytes that are no UTF-8.', {
      hint: () => 'Save the file as UTF-8.',
    })
    return false
  }
  return true
}

/** What files of zip, bzip2, xz and zstd begin with. */
const packed = ['PK\u0003\u0004', 'BZh', '\uFFFD7zXZ', '(\uFFFD/\uFFFD']

/** What a text is by its first characters, when it is none, and what to do. */
function kindOf(text: string): readonly [says: string, hint: string] {
  if (text.startsWith('\u001F\uFFFD')) return ['The file is compressed by gzip.', 'Unpack it first: gunzip FILE.'] // prettier-ignore
  if (packed.some((head) => text.startsWith(head))) return ['The file is compressed.', 'Unpack it first.'] // prettier-ignore
  if (/^(?:\uFFFD\uFFFD.?\0|\0\(|\(\0)/s.test(text)) return ['The file is UTF-16; goap reads UTF-8.', 'Save the file as UTF-8.'] // prettier-ignore
  const zero = text.slice(0, 8192).indexOf('\0')
  return zero < 0 ? ['', ''] : ['The file is binary.', 'Name a file with a domain or a problem in PDDL.'] // prettier-ignore
}
