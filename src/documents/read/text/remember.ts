// The rules ask the same questions of the same words again and again. What was found is kept for one reading:
//
//   R1. Only pure functions of a text, or of a piece, are remembered.
//   R2. `forget` empties the table of texts when a reading begins and when it ends, so that no document lives on in memory.
//   R3. What is found of an object is kept in the object, under its own name: a copy with other words starts anew.

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
  const place = functions++
  return (text) => {
    const known = text === latest ? knownOfLatest : knownOf(text)
    const found = known[place]
    if (found === undefined) {
      const fresh = find(text)
      known[place] = fresh === undefined ? nothing : fresh
      return fresh
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this function writes there
    return (found === nothing ? undefined : found) as T
  }
}

/** What each function of a text found, by the text. */
const ofTexts = new Map<string, unknown[]>()
let functions = 0

/** The text that was asked about last: several questions in a row are about one. */
let latest = ''
let knownOfLatest = nothingKnown()

function knownOf(text: string): unknown[] {
  let known = ofTexts.get(text)
  if (known === undefined) {
    known = nothingKnown()
    ofTexts.set(text, known)
  }
  latest = text
  knownOfLatest = known
  return known
}

function nothingKnown(): unknown[] {
  return [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined] // prettier-ignore
}

interface OfObject<Key extends Keeper> {
  <K extends Key, T extends object | string | boolean | number>(find: (key: K) => T): (key: K) => T
  <K extends Key, T>(find: (key: K) => T | undefined): (key: K) => T | undefined
}

/** The same for a piece: what is found is kept for that very object. */
export const ofPiece: OfObject<Keeper & { readonly text: string }> = ofObjects()

/** The same for a section. */
export const ofSection: OfObject<Keeper & { readonly blocks: readonly object[] }> = ofObjects()

/** The same for a table. */
export const ofTable: OfObject<Keeper & { readonly rows: readonly object[] }> = ofObjects()

/** The same for a task or a group. */
export const ofTasks: OfObject<Keeper & { readonly key: string }> = ofObjects()

function ofObjects<Key extends Keeper>(): OfObject<Key> {
  let functions = 0
  return <K extends Key, T>(find: (key: K) => T | undefined) => {
    const place = ++functions
    return (key: K): T => {
      const kept = key.known
      const known = kept !== undefined && kept[0] === key ? kept : keeping(key)
      const found = known[place]
      if (found === undefined) {
        const fresh = find(key)
        known[place] = fresh === undefined ? nothing : fresh
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undefined only where `find` says so
        return fresh as T
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this function writes there
      return (found === nothing ? undefined : found) as T
    }
  }
}

/** Stands where a function found nothing. */
const nothing = Symbol('nothing')

/** As long as there are functions: an array that grows takes more room and time. */
function keeping(key: Keeper): unknown[] {
  const known: unknown[] = [key, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined] // prettier-ignore
  key.known = known
  return known
}

/** Begins or ends a reading. */
export function forget(): void {
  ofTexts.clear()
  latest = ''
  knownOfLatest = nothingKnown()
}
