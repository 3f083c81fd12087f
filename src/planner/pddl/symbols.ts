// Each different symbol of a file gets one number and one text: a file says the same few words over and over.

/** The symbols of one text, in lower case. */
export interface Symbols {
  /** The number of the symbol that stands at `[from, to)` of the text, whose `hash` was made by `mixed` of its characters. */
  readonly at: (from: number, to: number, hash: number) => number
  readonly name: (symbol: number) => string
}

/** Of no character. */
export const noHash = 0x811c9dc5

/** The hash of a symbol with one more character (FNV-1a, Fowler, Noll and Vo 1991), without regard to the case of ASCII letters. */
export function mixed(hash: number, code: number): number {
  return Math.imul(hash ^ lower(code), 0x01000193)
}

/** A hash table with open addressing, over the text itself: no text is cut out that is known already. */
export function symbolsIn(text: string): Symbols {
  const names: string[] = []
  const hashes: number[] = []
  /** Symbols whose letters beyond ASCII are not in lower case as they stand there. */
  const others = new Map<string, number>()
  let slots = new Int32Array(1024)

  const isAt = (name: string, from: number, to: number): boolean => {
    if (name.length !== to - from) return false
    for (let at = from; at < to; at++)
      if (lower(text.charCodeAt(at)) !== name.charCodeAt(at - from)) return false
    return true
  }

  const grow = (): void => {
    slots = new Int32Array(slots.length * 2)
    const mask = slots.length - 1
    for (let symbol = 0; symbol < hashes.length; symbol++) {
      const hash = hashes[symbol] ?? 0
      if (hash < 0) continue
      let slot = hash & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = symbol + 1
    }
  }

  const named = (name: string, hash: number): number => {
    hashes.push(hash)
    return names.push(name) - 1
  }

  const beyondAscii = (name: string): number => {
    let symbol = others.get(name)
    if (symbol === undefined) others.set(name, (symbol = named(name, -1)))
    return symbol
  }

  return {
    at(from, to, hash) {
      const key = (hash ^ (hash >>> 15)) & 0x7fffffff
      const mask = slots.length - 1
      let slot = key & mask
      for (;;) {
        const symbol = (slots[slot] ?? 0) - 1
        if (symbol < 0) break
        if (hashes[symbol] === key && isAt(names[symbol] ?? '', from, to)) return symbol
        slot = (slot + 1) & mask
      }
      const written = text.slice(from, to)
      const name = written.toLowerCase()
      // The lower case of other letters may have another length, and is looked up by itself.
      if (!isAt(name, from, to)) return beyondAscii(name)
      const symbol = named(name, key)
      slots[slot] = symbol + 1
      if (names.length * 2 > slots.length) grow()
      return symbol
    },
    name: (symbol) => names[symbol] ?? '',
  }
}

/** Of an ASCII letter. */
function lower(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code
}
