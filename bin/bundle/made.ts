import { pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'

// Tables that the reader of documents makes of patterns, which people can read, are the same at every start: in the bundle stands what
// they come to, so that no start makes hundreds of patterns and writes their phrases out.

const isTable = /src.documents.read.text.(?:key|role)-phrases\.ts$/

/** Puts what the functions of some modules give in their place. They are called once, when the bundle is made. */
export const made: Plugin = {
  name: 'made',
  async load(file) {
    if (!isTable.test(file)) return null
    const module: unknown = await import(pathToFileURL(file).href)
    return { code: asData(file, Object.entries(Object(module))), moduleType: 'js' }
  },
}

/** A module with the same functions. Throws for one that has parameters or gives what JSON does not know. */
export function asData(file: string, functions: readonly (readonly [string, unknown])[]): string {
  const lines = functions.map(([name, make]) => {
    if (typeof make !== 'function' || make.length > 0)
      throw new TypeError(`${name} of ${file} is no function without parameters`)
    const value: unknown = make()
    const text = JSON.stringify(value)
    if (!isSame(JSON.parse(text), value)) throw new TypeError(`${name} of ${file} gives more than JSON says`) // prettier-ignore
    return `export function ${name}() {\n  return JSON.parse(${JSON.stringify(text)})\n}\n`
  })
  return lines.join('')
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b) // prettier-ignore
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  const [keys, others] = [Object.keys(a), Object.keys(b)]
  return keys.length === others.length && keys.every((key) => isSame(Reflect.get(a, key), Reflect.get(b, key))) // prettier-ignore
}
