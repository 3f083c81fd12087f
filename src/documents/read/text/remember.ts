// The rules ask the same questions of the same words again and again. What was found is kept for one reading:
//
//   R1. Only pure functions of a text, or of a piece, are remembered.
//   R2. `forget` empties the tables when a reading begins and when it ends, so that no document lives on in memory.

const tables: { clear(): void }[] = []

/** A function of a text that remembers what it found in this reading. */
export function ofText<T extends object | string | boolean>(
  find: (text: string) => T,
): (text: string) => T
export function ofText<T>(find: (text: string) => T | undefined): (text: string) => T | undefined
export function ofText<T>(find: (text: string) => T | undefined): (text: string) => T | undefined {
  return remembered(find)
}

/** The same for an object, such as a piece: what is found is kept for that very object. */
export function ofObject<K extends object, T extends object | string | boolean>(
  find: (key: K) => T,
): (key: K) => T
export function ofObject<K extends object, T>(
  find: (key: K) => T | undefined,
): (key: K) => T | undefined
export function ofObject<K extends object, T>(
  find: (key: K) => T | undefined,
): (key: K) => T | undefined {
  return remembered(find)
}

/** Begins or ends a reading. */
export function forget(): void {
  for (const table of tables) table.clear()
}

function remembered<K, T>(find: (key: K) => T | undefined): (key: K) => T | undefined {
  const known = new Map<K, T | undefined>()
  tables.push(known)
  return (key) => {
    const found = known.get(key)
    if (found !== undefined || known.has(key)) return found
    const fresh = find(key)
    known.set(key, fresh)
    return fresh
  }
}
