/** Encodings in which UTF-8 is misread most often. */
const misreadings = ['macintosh', 'windows-1252']

/**
 * A token written as the neighbouring token is: when `like` is UTF-8 that was misread in a single-byte encoding (`‚úÖ` for ✅), the
 * token is misread the same way, so that the document stays as consistent as it was.
 */
export function garbledLike(token: string, like: string): string {
  for (const encoding of misreadings) {
    const characters = table(encoding)
    if (isMisread(like, characters))
      return [...new TextEncoder().encode(token)].map((byte) => characters[byte] ?? '').join('')
  }
  return token
}

function isMisread(text: string, characters: readonly string[]): boolean {
  const bytes = Array.from(text, (character) => characters.indexOf(character))
  if (bytes.length < 2 || bytes.some((byte) => byte < 0x80)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
    return true
  } catch {
    return false
  }
}

/** The character of each byte. */
function table(encoding: string): string[] {
  const decoder = new TextDecoder(encoding)
  return Array.from({ length: 256 }, (_, byte) => decoder.decode(Uint8Array.of(byte)))
}
