import { lower, type Units } from './units.ts'

// Each different symbol of a file gets one number and one text: a file says the same few words over and over.

/** The symbols of one text, in lower case. */
export interface Symbols {
  /** The number of the symbol that stands at `[from, to)` of the text, whose `hash` was made by `mixed` of its characters. */
  readonly at: (from: number, to: number, hash: number) => number
  readonly name: (symbol: number) => string
  readonly size: () => number
}

/** Of no character. */
export const noHash = 0x811c9dc5

/** The hash of a symbol with one more character (FNV-1a, Fowler, Noll and Vo 1991); ASCII letters in lower case. */
export function mixed(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
}

/**
 * A hash table with open addressing, over the text itself: a symbol is known by where it stands first, and its name is cut out when it is
 * asked for.
 */
export function symbolsIn(text: string, units: Units): Symbols {
  let size = 0
  /** Of each symbol where it begins and ends, side by side: they are read together, and memory is slow. */
  let spans = new Int32Array(1024)
  /** Of each slot the number of its symbol and 1 more, and the hash. There are never fewer slots than twice the symbols. */
  let slots = new Int32Array(2048)
  const names: (string | undefined)[] = []
  /** Symbols with letters beyond ASCII: their lower case may have another length, and is looked up by itself. */
  const others = new Map<string, number>()

  const isSame = (symbol: number, from: number, to: number): boolean => {
    const first = spans[2 * symbol] ?? 0
    if ((spans[2 * symbol + 1] ?? 0) - first !== to - from) return false
    for (let at = from, before = first; at < to; at++, before++) {
      const [one, other] = [units[at] ?? 0, units[before] ?? 0]
      if (one !== other && lower(one) !== lower(other)) return false
    }
    return true
  }

  const grow = (): void => {
    const [spansBefore, slotsBefore] = [spans, slots]
    spans = new Int32Array(2 * spansBefore.length)
    spans.set(spansBefore)
    slots = new Int32Array(2 * slotsBefore.length)
    const mask = slots.length - 1
    for (let before = 0; before < slotsBefore.length; before += 2) {
      if (slotsBefore[before] === 0) continue
      const hash = slotsBefore[before + 1] ?? 0
      let slot = (2 * hash) & mask
      while (slots[slot] !== 0) slot = (slot + 2) & mask
      slots[slot] = slotsBefore[before] ?? 0
      slots[slot + 1] = hash
    }
  }

  const enter = (from: number, to: number): number => {
    if (4 * size >= slots.length) grow()
    spans[2 * size] = from
    spans[2 * size + 1] = to
    return size++
  }

  const beyondAscii = (from: number, to: number): number => {
    const name = text.slice(from, to).toLowerCase()
    let symbol = others.get(name)
    if (symbol === undefined) others.set(name, (symbol = enter(from, to)))
    return symbol
  }

  return {
    at(from, to, hash) {
      const key = (hash ^ (hash >>> 15)) & 0x3fffffff
      const mask = slots.length - 1
      let slot = (2 * key) & mask
      for (;;) {
        const symbol = (slots[slot] ?? 0) - 1
        if (symbol < 0) break
        if (slots[slot + 1] === key && isSame(symbol, from, to)) return symbol
        slot = (slot + 2) & mask
      }
      if (!isAscii(units, from, to)) return beyondAscii(from, to)
      slots[slot] = size + 1
      slots[slot + 1] = key
      return enter(from, to)
    },
    name(symbol) {
      // All symbols are known when the first is asked for: an array with room for them has no need to grow.
      if (names.length < size) names.length = size
      const [from, to] = [spans[2 * symbol] ?? 0, spans[2 * symbol + 1] ?? 0]
      return (names[symbol] ??= isLower(units, from, to) ? text.slice(from, to) : text.slice(from, to).toLowerCase()) // prettier-ignore
    },
    size: () => size,
  }
}

function isAscii(units: Units, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((units[at] ?? 0) > 127) return false
  return true
}

/** Whether lower case would be the same. */
function isLower(units: Units, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const unit = units[at] ?? 0
    if (unit > 127 || (unit >= 65 && unit <= 90)) return false
  }
  return true
}
