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
}

/** Whether two titles share enough to be compared: two words, all of a title's words, or one that is a name (`SECURITY.md`). */
function tells(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const shared = [...a].filter((stem) => b.has(stem))
  return (
    shared.length > 1 ||
    (a.size === 1 && b.size === 1 && shared.length === 1) ||
    shared.some((stem) => /[./_\d]/.test(stem))
  )
}

/** A word in more titles than this tells nothing apart and is not followed. */
const tooCommon = 40

/** Makes an index with these entries. */
export function titleIndex<T>(
  entries: readonly { readonly value: T; readonly title: string }[],
): TitleIndex<T> {
  const exact = new Map<string, Entry<T>[]>()
  const byStem = new Map<string, Entry<T>[]>()

  function add(value: T, title: string): void {
    const entry = { value, text: bare(title), stems: stems(title) }
    append(exact, entry.text, entry)
    for (const stem of entry.stems) {
      const known = byStem.get(stem) ?? []
      if (known.length <= tooCommon) known.push(entry)
      byStem.set(stem, known)
    }
  }

  function candidates(words: ReadonlySet<string>): ReadonlySet<Entry<T>> {
    const found = new Set<Entry<T>>()
    for (const stem of words) {
      const known = byStem.get(stem) ?? []
      if (known.length <= tooCommon) for (const entry of known) found.add(entry)
    }
    return found
  }

  function best(
    title: string,
    score: (entry: Entry<T>, words: ReadonlySet<string>) => number,
    least: number,
  ): T | undefined {
    const words = stems(title)
    let top: Entry<T> | undefined
    let height = 0
    let tied = false
    for (const entry of candidates(words)) {
      const value = score(entry, words)
      if (value > height) [top, height, tied] = [entry, value, false]
      else if (value === height) tied = true
    }
    return top && !tied && height >= least ? top.value : undefined
  }

  for (const { value, title } of entries) add(value, title)
  return {
    add,
    same(title) {
      const text = bare(title)
      if (text === '') return undefined
      const equal = exact.get(text)
      if (equal) return equal.length === 1 ? equal[0]?.value : undefined
      return best(
        title,
        (entry, words) => (words.size > 2 ? similarity(entry.stems, words) : 0),
        0.9,
      )
    },
    similar(title) {
      const text = bare(title)
      if (text === '') return undefined
      const equal = exact.get(text)
      if (equal) return equal.length === 1 ? equal[0]?.value : undefined
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
