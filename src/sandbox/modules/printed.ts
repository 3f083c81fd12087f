/** What a module prints, as far as it may. */
export class Printed {
  readonly #texts = { stdout: new Growing(), stderr: new Growing() }
  #room: number

  constructor(most: number) {
    this.#room = most
  }

  /** Takes a copy of the bytes. False if there was no room for all. */
  add(to: 'stdout' | 'stderr', bytes: Uint8Array): boolean {
    const part = bytes.subarray(0, this.#room)
    this.#texts[to].add(part)
    this.#room -= part.length
    return part.length === bytes.length
  }

  /** As text; what is not UTF-8 becomes `�`. */
  texts(): { readonly stdout: string; readonly stderr: string } {
    const { stdout, stderr } = this.#texts
    return { stdout: stdout.text(), stderr: stderr.text() }
  }
}

/** Bytes in one piece: a list of pieces takes more room than what is in them, where they are short, or empty. */
class Growing {
  #bytes = Buffer.alloc(0)
  #length = 0

  add(more: Uint8Array): void {
    const length = this.#length + more.length
    if (length > this.#bytes.length) {
      const larger = Buffer.alloc(2 * length)
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#bytes.set(more, this.#length)
    this.#length = length
  }

  text(): string {
    return this.#bytes.toString('utf8', 0, this.#length)
  }
}
