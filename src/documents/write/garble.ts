// UTF-8 that was read in a single-byte encoding and saved again: `✅` became `‚úÖ`. What is written into such a document is
// misread in the same way, so that it stays as consistent, and as repairable, as it was.

import { once } from '../../base/index.ts'

/** A single-byte encoding: the character of each byte. */
export type Misreading = readonly string[]

/** In the order in which the reader tries them. */
const misreadings = once((): readonly Misreading[] => [
  table('macintosh'),
  table('windows-1252'),
  Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)),
])

/** How a token may have been misread, and what it was before; none when it is what it shows. */
export function misread(
  token: string,
): readonly { readonly by: Misreading; readonly token: string }[] {
  return misreadings().flatMap((by) => {
    const bytes = Array.from(token, (character) => by.indexOf(character))
    if (bytes.length < 2 || bytes.some((byte) => byte < 0x80)) return []
    try {
      return [{ by, token: strict.decode(Uint8Array.from(bytes)) }]
    } catch {
      // Not this one: the bytes are no UTF-8.
      return []
    }
  })
}

/** The token as the misreading shows it. */
export function garbled(token: string, by: Misreading): string {
  return [...new TextEncoder().encode(token)].map((byte) => by[byte] ?? '').join('')
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function table(encoding: string): Misreading {
  const decoder = new TextDecoder(encoding)
  return Array.from({ length: 256 }, (_, byte) => decoder.decode(Uint8Array.of(byte)))
}
