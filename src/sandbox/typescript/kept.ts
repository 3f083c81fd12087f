import type { Source } from '../source.ts'

/** Sources that were read last, by how they were given. */
export class KeptSources {
  readonly #kept = new Map<string, Source>()
  readonly #most: number
  #size = 0

  /** `most`: the UTF-16 units that it keeps. */
  constructor(most: number) {
    this.#most = most
  }

  get(given: Source): Source | undefined {
    const key = keyOf(given)
    const found = this.#kept.get(key)
    if (found === undefined) return undefined
    // What was used last stands last.
    this.#kept.delete(key)
    this.#kept.set(key, found)
    return found
  }

  set(given: Source, read: Source): void {
    const key = keyOf(given)
    this.#forget(key)
    if (sizeOf(key, read) > this.#most / 4) return
    this.#kept.set(key, read)
    this.#size += sizeOf(key, read)
    for (const old of this.#kept.keys()) if (this.#size > this.#most) this.#forget(old)
  }

  #forget(key: string): void {
    const old = this.#kept.get(key)
    if (old === undefined) return
    this.#kept.delete(key)
    this.#size -= sizeOf(key, old)
  }
}

/** The length before them tells where the file ends and the text begins. */
function keyOf({ file, text }: Source): string {
  return `${file.length}:${file}${text}`
}

function sizeOf(key: string, { text }: Source): number {
  return key.length + text.length
}
