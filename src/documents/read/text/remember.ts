// The rules ask the same questions of the same words again and again. What was found is kept for one reading:
//
//   R1. Only pure functions of a text, or of a piece, are remembered.
//   R2. `forget` empties the tables when a reading begins and when it ends, so that no document lives on in memory.
//   R3. What is found of an object is kept in the object, under its own name: a copy with other words starts anew.

const tables: { clear(): void }[] = []

/** An object that keeps what was found of it: itself, then what each function found. */
export interface Keeper {
  known?: unknown[] | undefined
}

/** A function of a text that remembers what it found in this reading. */
export function ofText<T extends object | string | boolean>(
  find: (text: string) => T,
): (text: string) => T
export function ofText<T>(find: (text: string) => T | undefined): (text: string) => T | undefined
export function ofText<T>(find: (text: string) => T | undefined): (text: string) => T | undefined {
  const known = new Map<string, T | undefined>()
  tables.push(known)
  return (text) => {
    const found = known.get(text)
    if (found !== undefined || known.has(text)) return found
    const fresh = find(text)
    known.set(text, fresh)
    return fresh
  }
}

let functions = 0

/** The same for an object, such as a piece: what is found is kept for that very object. */
export function ofObject<K extends Keeper, T extends object | string | boolean | number>(
  find: (key: K) => T,
): (key: K) => T
export function ofObject<K extends Keeper, T>(
  find: (key: K) => T | undefined,
): (key: K) => T | undefined
export function ofObject<K extends Keeper, T>(
  find: (key: K) => T | undefined,
): (key: K) => T | undefined {
  const place = ++functions
  return (key) => {
    const kept = key.known
    const known = kept !== undefined && kept[0] === key ? kept : keeping(key)
    const found = known[place]
    if (found === nothing) return undefined
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this function writes there
    if (found !== undefined) return found as T
    const fresh = find(key)
    known[place] = fresh === undefined ? nothing : fresh
    return fresh
  }
}

/** Stands where a function found nothing. */
const nothing = Symbol('nothing')

function keeping(key: Keeper): unknown[] {
  const known: unknown[] = [key, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined] // prettier-ignore
  key.known = known
  return known
}

/** Begins or ends a reading. */
export function forget(): void {
  for (const table of tables) table.clear()
}
