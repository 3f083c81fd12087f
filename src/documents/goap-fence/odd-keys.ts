// zod leaves a key named `__proto__` out of a record without a word, since an assignment would set something else. A fence may name a
// resource so: where it does, the key has another name while zod looks at it.

const odd = '__proto__'
/** A name that nobody writes: it has a sign for private use. */
const instead = `\uE000${odd}`

/** The same data with the other name. */
export function escapeKeys(data: unknown): unknown {
  return renamed(data, odd, instead)
}

/** The same data with the name as it was. */
export function unescapeKeys<T>(data: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields, of which some had another name
  return renamed(data, instead, odd) as T
}

/** One key of a path, as it was. */
export function unescapeKey<T extends PropertyKey>(key: T): T | string {
  return key === instead ? odd : key
}

function renamed(data: unknown, from: string, to: string): unknown {
  if (Array.isArray(data)) return data.map((one) => renamed(one, from, to))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key === from ? to : key, renamed(value, from, to)])) // prettier-ignore
}
