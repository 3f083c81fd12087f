import { hash } from 'node:crypto'

/** SHA-256 of a value's canonical JSON (names sorted, absent fields left out), hexadecimal. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonical(value), 'hex')
}

/**
 * SHA-256 of a value's JSON as it is written, hexadecimal; much cheaper than `hashOf`. What was parsed from that JSON has the same:
 * names keep their order there and back.
 */
export function hashAsWritten(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'hex')
}

/** JSON with sorted names, so that equal values give equal text. A whole value that JSON has no word for is `null`. */
export function canonical(value: unknown): string {
  return written(value) ?? 'null'
}

/** Undefined where JSON leaves a value out. */
function written(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((part) => written(part) ?? 'null').join(',')}]`
  let text = ''
  for (const name of Object.keys(value).toSorted()) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object that is no list is one
    const part = written((value as Record<string, unknown>)[name])
    if (part !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${part}`
  }
  return `{${text}}`
}
