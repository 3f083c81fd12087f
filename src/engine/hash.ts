import { createHash, hash } from 'node:crypto'

/** SHA-256 of a value's canonical JSON (names sorted, absent fields left out), hexadecimal. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonical(value), 'hex')
}

/**
 * SHA-256 of a value's JSON as it is written, hexadecimal; much cheaper than `hashOf`. What was parsed from that JSON has the same:
 * names keep their order there and back. The JSON of a large plan is never there as a whole.
 */
export function hashAsWritten(value: unknown): string {
  const sum = createHash('sha256')
  let text = ''
  for (const piece of pieces(value, 4)) {
    text += piece
    if (text.length < portion) continue
    sum.update(text)
    text = ''
  }
  return sum.update(text).digest('hex')
}

/** So many characters are hashed at once, at least: each call costs. */
const portion = 1 << 16

/** A value's JSON, as `JSON.stringify` writes it, in pieces: down to `depth` each list and object is taken apart. */
function* pieces(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null || 'toJSON' in value) {
    yield JSON.stringify(value)
  } else if (Array.isArray(value)) {
    yield '['
    for (const [index, part] of value.entries()) {
      if (index > 0) yield ','
      yield* pieces(part ?? null, depth - 1)
    }
    yield ']'
  } else {
    let before = '{'
    for (const [name, part] of Object.entries(value)) {
      if (part === undefined) continue
      yield `${before}${JSON.stringify(name)}:`
      yield* pieces(part, depth - 1)
      before = ','
    }
    yield before === '{' ? '{}' : '}'
  }
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
