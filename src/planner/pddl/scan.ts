import { beyondAscii, enter, grow, isSame, kept, mixed, noHash, slotOf, slotSize, symbolsIn, type Symbols } from './symbols.ts' // prettier-ignore
import { blank, closing, ends, foldedUnits, kindsOfUnits, lower, opening, symbolic, unitsOf, type Units } from './units.ts' // prettier-ignore

// The one pass over a text that finds its brackets and symbols. Most of the time that reading a large file takes is spent here, so all that
// the pass looks at stands in local variables: where there is no room for more, it ends, and goes on in larger arrays.

/** No list lies deeper. */
export const deepest = 1000

/** What was found so far; `tree.ts` says what the arrays hold. */
export interface Scan {
  readonly text: string
  readonly units: Units
  at: number
  /** How many nodes there are. */
  size: number
  start: Int32Array
  end: Int32Array
  holds: Int32Array
  readonly symbols: Symbols
  /** The lists that are open; there are `depth` of them. */
  readonly unclosed: Int32Array
  depth: number
  /** The first section that begins inside another: there a bracket is missing before it. */
  misplaced: { readonly section: number; readonly within: number } | null
}

/** Why it ended: at the end of the text, at a bracket too deep, or at one that closes nothing. */
export type Ended = 'end' | 'deep' | 'unopened'

/** Room for one node in so many characters of the text to begin with: memory that nobody writes to costs nothing. */
const spread = 4

export function scan(text: string): { readonly scan: Scan; readonly ended: Ended } {
  const units = unitsOf(text)
  const room = Math.ceil(units.length / spread) + 16
  const [start, end, holds] = [new Int32Array(room), new Int32Array(room), new Int32Array(room)]
  const symbols = symbolsIn(text, units)
  const all: Scan = { text, units, at: 0, size: 0, start, end, holds, symbols, unclosed: new Int32Array(deepest), depth: 0, misplaced: null } // prettier-ignore
  for (;;) {
    const ended = goOn(all, units, kindsOfUnits(), foldedUnits(), all.start, all.end, all.holds, symbols.slots, symbols.spans) // prettier-ignore
    if (ended !== 'full') return { scan: all, ended }
    if (all.size === all.start.length) {
      all.start = larger(all.start)
      all.end = larger(all.end)
      all.holds = larger(all.holds)
    } else grow(symbols)
  }
}

function larger(array: Int32Array): Int32Array<ArrayBuffer> {
  const all = new Int32Array(2 * array.length)
  all.set(array)
  return all
}

function goOn(
  all: Scan,
  units: Units,
  kinds: Uint8Array,
  folded: Int8Array,
  start: Int32Array,
  end: Int32Array,
  holds: Int32Array,
  slots: Int32Array,
  spans: Int32Array,
): Ended | 'full' {
  const { text, symbols, unclosed } = all
  const room = start.length
  const most = spans.length >> 1
  const mask = slots.length - 1
  const { length } = units
  let { at, size, depth } = all
  let ended: Ended | 'full' = 'end'
  while (at < length) {
    const first = units[at] ?? 0
    const kind = kinds[first] ?? 0
    if (kind === blank) at++
    else if (kind === symbolic) {
      if (size === room || symbols.size === most) {
        ended = 'full'
        break
      }
      const from = at++
      let tail = lower(first)
      let before = 0
      let hash = noHash
      let isOther = first > 127
      for (; at < length; at++) {
        const unit = units[at] ?? 0
        if (unit > 127) {
          if (kinds[unit] !== symbolic) break
          isOther = true
          continue
        }
        const code = folded[unit] ?? ends
        if (code === ends) break
        hash = mixed(hash, before >>> 24)
        before = (before << 8) | (tail >>> 24)
        tail = (tail << 8) | code
      }
      const count = at - from
      let symbol = -1
      if (isOther) symbol = beyondAscii(symbols, from, at)
      else {
        let slot = slotOf(tail, before, hash, mask)
        for (; symbol < 0 && slots[slot] !== 0; slot = (slot + slotSize) & mask)
          if (slots[slot + 1] === tail && slots[slot + 2] === before && slots[slot + 3] === count && (count <= kept || isSame(units, from, spans[2 * ((slots[slot] ?? 0) - 1)] ?? 0, count - kept))) symbol = (slots[slot] ?? 0) - 1 // prettier-ignore
        if (symbol < 0) {
          symbol = enter(symbols, from, at)
          slots[slot] = symbol + 1
          slots[slot + 1] = tail
          slots[slot + 2] = before
          slots[slot + 3] = count
        }
      }
      start[size] = from
      end[size] = at
      holds[size++] = symbol
    } else if (kind === opening) {
      if (size === room) {
        ended = 'full'
        break
      }
      if (depth >= 2 && !all.misplaced && mayBegin(units[at + 1], kinds) && beginsSection(text, at))
        all.misplaced = { section: at, within: start[unclosed[1] ?? 0] ?? 0 }
      if (depth === deepest) {
        ended = 'deep'
        break
      }
      unclosed[depth++] = size
      start[size++] = at++
    } else if (kind === closing) {
      if (depth === 0) {
        ended = 'unopened'
        break
      }
      const node = unclosed[--depth] ?? 0
      end[node] = ++at
      holds[node] = ~size
    } else at = endOfLine(text, at)
  }
  all.at = at
  all.size = size
  all.depth = depth
  return ended
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

const section =
  /\(\s*:(?:requirements|types|constants|predicates|functions|action|durative-action|derived|domain|objects|init|goal|metric)[\s()]/iy

/** What may stand behind the bracket of a section: hardly any bracket has it. */
function mayBegin(next: number | undefined, kinds: Uint8Array): boolean {
  return next === 58 || (next !== undefined && kinds[next] === blank)
}

function beginsSection(text: string, at: number): boolean {
  section.lastIndex = at
  return section.test(text)
}
