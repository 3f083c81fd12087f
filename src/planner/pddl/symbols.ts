import { lower, type Units } from './units.ts'

// Each different symbol of a file gets one number and one text: a file says the same few words over and over.
//
//   S1. A symbol of ASCII has one slot of a hash table with open addressing; never more than half of the slots are taken.
//   S2. A slot holds the last eight characters in lower case, so that only what is longer is compared with the text.
//   S3. A symbol with letters beyond ASCII has no slot: its lower case may have another length, and is looked up by itself.

/** The symbols of one text, in lower case, numbered from 0. What reads the text (`scan`) enters them. */
export interface Symbols {
  readonly text: string
  readonly units: Units
  size: number
  /** Of each symbol where it begins and ends first, side by side. There is room for half as many as there are slots. */
  spans: Int32Array
  /** Of each slot four numbers: of its symbol, and 1 more, what `tail` and `before` are, and how long it is. 0 is nobody's. */
  slots: Int32Array
  readonly others: Map<string, number>
  readonly names: (string | undefined)[]
}

/** How many numbers a slot has. */
export const slotSize = 4
/** So many characters at the end of a symbol are known by two numbers. */
export const kept = 8
/** Of no character. */
export const noHash = 0x811c9dc5 | 0

const fewest = 256

/** Room for one symbol in so many characters of the text to begin with. */
const spread = 64

export function symbolsIn(text: string, units: Units): Symbols {
  let room = fewest
  while (room < text.length / spread) room *= 2
  const [spans, slots] = [new Int32Array(2 * room), new Int32Array(2 * room * slotSize)]
  return { text, units, size: 0, spans, slots, others: new Map(), names: [] }
}

/** The hash with one more character (FNV-1a, Fowler, Noll and Vo 1991). */
export function mixed(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
}

/**
 * Where the search for a symbol begins: `tail` are its last four characters, `before` the four before them, `hash` is of those before. Names
 * that differ in their last character only, as numbers do, are neighbours: they are mostly needed together.
 */
export function slotOf(tail: number, before: number, hash: number, mask: number): number {
  const key = Math.imul(mixed(mixed(hash, before), tail >>> 4), 0x9e3779b1)
  return Math.imul(slotSize, ((key ^ (key >>> 15)) << 4) | (tail & 15)) & mask
}

/** Whether what is longer than a slot says is the same as of another symbol, which begins at `other`. */
export function isSame(units: Units, from: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at++) {
    const [one, two] = [units[from + at] ?? 0, units[other + at] ?? 0]
    if (one !== two && lower(one) !== lower(two)) return false
  }
  return true
}

/** Makes room for twice the symbols. */
export function grow(symbols: Symbols): void {
  const [spansBefore, slotsBefore] = [symbols.spans, symbols.slots]
  symbols.spans = new Int32Array(2 * spansBefore.length)
  symbols.spans.set(spansBefore)
  const slots = (symbols.slots = new Int32Array(2 * slotsBefore.length))
  for (let before = 0; before < slotsBefore.length; before += slotSize) {
    const symbol = (slotsBefore[before] ?? 0) - 1
    if (symbol < 0) continue
    const from = spansBefore[2 * symbol] ?? 0
    const hash = hashOf(symbols.units, from, slotsBefore[before + 3] ?? 0)
    let slot = slotOf(slotsBefore[before + 1] ?? 0, slotsBefore[before + 2] ?? 0, hash, slots.length - 1) // prettier-ignore
    while (slots[slot] !== 0) slot = (slot + slotSize) & (slots.length - 1)
    for (let part = 0; part < slotSize; part++) slots[slot + part] = slotsBefore[before + part] ?? 0
  }
}

/** Of what stands before the last eight characters of a symbol: of each character but the first, the one eight before it. */
function hashOf(units: Units, from: number, length: number): number {
  let hash = noHash
  for (let at = 1; at < length; at++) hash = mixed(hash, at < kept ? 0 : lower(units[from + at - kept] ?? 0)) // prettier-ignore
  return hash
}

/** The number of the symbol at `[from, to)`, which has letters beyond ASCII. There is room for one more. */
export function beyondAscii(symbols: Symbols, from: number, to: number): number {
  const name = symbols.text.slice(from, to).toLowerCase()
  let symbol = symbols.others.get(name)
  if (symbol === undefined) symbols.others.set(name, (symbol = enter(symbols, from, to)))
  return symbol
}

/** The number of one more symbol. There is room for it. */
export function enter(symbols: Symbols, from: number, to: number): number {
  symbols.spans[2 * symbols.size] = from
  symbols.spans[2 * symbols.size + 1] = to
  return symbols.size++
}

/** The name of a symbol, cut out when it is asked for. */
export function nameOf({ text, units, spans, names, size }: Symbols, symbol: number): string {
  // All symbols are known when the first is asked for: an array with room for them has no need to grow.
  if (names.length < size) names.length = size
  const [from, to] = [spans[2 * symbol] ?? 0, spans[2 * symbol + 1] ?? 0]
  return (names[symbol] ??= isLower(units, from, to) ? text.slice(from, to) : text.slice(from, to).toLowerCase()) // prettier-ignore
}

/** Whether lower case would be the same. */
function isLower(units: Units, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const unit = units[at] ?? 0
    if (unit > 127 || (unit >= 65 && unit <= 90)) return false
  }
  return true
}

/** No symbol: no node of the file is called so. */
export const noSymbol = -1

/** The number of the symbol with a name in lower case; `noSymbol` when there is none. */
export function symbolNamed({ units, spans, slots, others }: Symbols, name: string): number {
  let [tail, before, hash] = [0, 0, noHash]
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at)
    if (code > 127) return others.get(name) ?? noSymbol
    if (at > 0) hash = mixed(hash, before >>> 24)
    before = (before << 8) | (tail >>> 24)
    tail = (tail << 8) | code
  }
  const mask = slots.length - 1
  for (
    let slot = slotOf(tail, before, hash, mask);
    slots[slot] !== 0;
    slot = (slot + slotSize) & mask
  ) {
    const symbol = (slots[slot] ?? 0) - 1
    if (slots[slot + 1] === tail && slots[slot + 2] === before && slots[slot + 3] === name.length && isNamed(units, spans[2 * symbol] ?? 0, name)) return symbol // prettier-ignore
  }
  return noSymbol
}

function isNamed(units: Units, from: number, name: string): boolean {
  for (let at = 0; at < name.length - kept; at++) if (lower(units[from + at] ?? 0) !== name.charCodeAt(at)) return false // prettier-ignore
  return true
}
