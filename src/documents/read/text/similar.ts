import { append } from './maps.ts'
import { bare, overlap, similarity, stems } from './words.ts'

/** Finds titles that mean the same, comparing only those that share words. */
export interface TitleIndex<T> {
  add(value: T, title: string): void
  /** The entry with the same title but for a word in ten. */
  same(title: string): T | undefined
  /** The one entry whose title the given one is the beginning of, or shares nearly all its words with. */
  similar(title: string): T | undefined
}

interface Entry<T> {
  readonly value: T
  readonly text: string
  readonly stems: ReadonlySet<string>
  /** The question in which it was a candidate last. */
  asked: number
}

/** Whether two titles share enough to be compared: two words, all of a title's words, or one that is a name (`SECURITY.md`). */
function tells(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  let shared = 0
  for (const stem of a) {
    if (!b.has(stem)) continue
    shared++
    if (shared > 1 || /[./_\d]/.test(stem)) return true
  }
  return shared === 1 && a.size === 1 && b.size === 1
}

/** A word in more titles than this tells nothing apart and is not followed. */
const tooCommon = 40

/** Makes an index with these entries. Nothing is looked at before it is asked for. */
export function titleIndex<T>(
  entries: readonly { readonly value: T; readonly title: string }[],
): TitleIndex<T> {
  let exact: Map<string, T[]> | undefined
  let byStem: Map<string, Entry<T>[]> | undefined
  const all = [...entries]
  let texts = 0
  let words = 0
  let questions = 0

  /** The entries with exactly this text. */
  function equals(text: string): readonly T[] | undefined {
    exact ??= new Map()
    for (; texts < all.length; texts++) {
      const entry = all[texts]
      if (entry) append(exact, bare(entry.title), entry.value)
    }
    return exact.get(text)
  }

  function indexed(): ReadonlyMap<string, readonly Entry<T>[]> {
    byStem ??= new Map()
    for (; words < all.length; words++) {
      const entry = all[words]
      if (!entry) continue
      const found = {
        value: entry.value,
        text: bare(entry.title),
        stems: stems(entry.title),
        asked: 0,
      }
      for (const stem of found.stems) {
        const known = byStem.get(stem) ?? []
        if (known.length <= tooCommon) known.push(found)
        byStem.set(stem, known)
      }
    }
    return byStem
  }

  /** The entries that share a telling word, each once. */
  function candidates(wanted: ReadonlySet<string>): readonly Entry<T>[] {
    const known = indexed()
    questions++
    const found: Entry<T>[] = []
    for (const stem of wanted) {
      const entries = known.get(stem)
      if (entries === undefined || entries.length > tooCommon) continue
      for (const entry of entries) {
        if (entry.asked !== questions) found.push(entry)
        entry.asked = questions
      }
    }
    return found
  }

  function best(
    title: string,
    score: (entry: Entry<T>, words: ReadonlySet<string>) => number,
    least: number,
  ): T | undefined {
    const own = stems(title)
    let top: Entry<T> | undefined
    let height = 0
    let tied = false
    for (const entry of candidates(own)) {
      const value = score(entry, own)
      if (value === height) tied = true
      if (value <= height) continue
      top = entry
      height = value
      tied = false
    }
    return top && !tied && height >= least ? top.value : undefined
  }

  return {
    add: (value, title) => void all.push({ value, title }),
    same(title) {
      const text = bare(title)
      if (text === '') return undefined
      const equal = equals(text)
      if (equal) return equal.length === 1 ? equal[0] : undefined
      if (stems(title).size < 3) return undefined
      return best(title, (entry, words) => similarity(entry.stems, words), 0.9)
    },
    similar(title) {
      const text = bare(title)
      if (text === '') return undefined
      const equal = equals(text)
      if (equal) return equal.length === 1 ? equal[0] : undefined
      const score = (entry: Entry<T>, words: ReadonlySet<string>): number => {
        if (!tells(entry.stems, words)) return 0
        const prefix =
          text.length >= 12 && (entry.text.startsWith(text) || text.startsWith(entry.text))
        return (prefix ? 1 : overlap(entry.stems, words)) + similarity(entry.stems, words) / 10
      }
      return best(title, score, 0.75)
    },
  }
}
