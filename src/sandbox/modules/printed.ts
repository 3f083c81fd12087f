/** What a module prints, as far as it may. */
export class Printed {
  readonly #pieces = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  #room: number

  constructor(most: number) {
    this.#room = most
  }

  /** Takes a copy of the bytes. False if there was no room for all. */
  add(to: 'stdout' | 'stderr', bytes: Uint8Array): boolean {
    const part = bytes.slice(0, this.#room)
    this.#pieces[to].push(part)
    this.#room -= part.length
    return part.length === bytes.length
  }

  /** As text; what is not UTF-8 becomes `�`. */
  texts(): { readonly stdout: string; readonly stderr: string } {
    const { stdout, stderr } = this.#pieces
    return { stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }
  }
}
