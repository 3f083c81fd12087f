import type { Diagnostic } from '../../model/index.ts'
import { secretsIn, withoutSecrets } from '../secrets.ts'
import { diagnostic } from './diagnostic.ts'
import { linesOf, placeIn } from './lines.ts'

/** Lines in which something looks like a password, key or token; what it is is not told. */
export function secretFindings(text: string): Diagnostic[] {
  return linesOf(text).flatMap((line) => {
    const [first] = secretsIn(line.text)
      .filter(({ text: secret }) => !isWording(secret))
      .toSorted((left, right) => left.index - right.index)
    if (!first) return []
    const place = placeIn(line, first.index, first.text)
    return [diagnostic('documents/secret-in-text', 'This looks like a secret.', place)]
  })
}

/** `Authorization: by project`, `token = data.token`, `API_KEY=YOUR_KEY_HERE`: words, code or placeholders, which are hidden too, but worth no finding. */
function isWording(secret: string): boolean {
  return (
    !/\d|^-----BEGIN/.test(secret) && /[A-Za-z][\s._(){}<>$-]|[\s._(){}<>$-][A-Za-z]/.test(secret)
  )
}

/** A finding that tells no secret of the lines that it speaks of. */
export function discreet(found: Diagnostic): Diagnostic {
  return { ...found, message: withoutSecrets(found.message), hint: withoutSecrets(found.hint) }
}
