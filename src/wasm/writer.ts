/** Writes the binary format of WebAssembly into a buffer that grows. */
export class Writer {
  #bytes: Uint8Array
  #length = 0

  constructor(room: number) {
    this.#bytes = new Uint8Array(room)
  }

  get length(): number {
    return this.#length
  }

  /** What was written. It is overwritten after `clear`. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  copy(bytes: Uint8Array | readonly number[], from = 0, to: number = bytes.length): void {
    const count = to - from
    if (this.#length + count > this.#bytes.length) this.#grow(count)
    this.#bytes.set(from === 0 && to === bytes.length ? bytes : subarray(bytes, from, to), this.#length) // prettier-ignore
    this.#length += count
  }

  /** An unsigned number, as LEB128. */
  u32(value: number): void {
    this.copy(u32(value))
  }

  /** Bytes, with their number before them. */
  sized(bytes: Uint8Array | readonly number[]): void {
    this.u32(bytes.length)
    this.copy(bytes)
  }

  #grow(count: number): void {
    const bytes = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count))
    bytes.set(this.written)
    this.#bytes = bytes
  }
}

function subarray(bytes: Uint8Array | readonly number[], from: number, to: number) {
  return bytes instanceof Uint8Array ? bytes.subarray(from, to) : bytes.slice(from, to)
}

/** An unsigned number, as LEB128. */
export function u32(value: number): readonly number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return [...bytes, rest]
}

/** A signed number, as LEB128. */
export function s64(value: bigint): readonly number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const byte = Number(rest & 0x7fn)
    rest >>= 7n
    if ((rest === 0n && byte < 0x40) || (rest === -1n && byte >= 0x40)) return [...bytes, byte]
    bytes.push(byte + 0x80)
  }
}

/** A text with its length before it. */
export function name(text: string): readonly number[] {
  const bytes = new TextEncoder().encode(text)
  return [...u32(bytes.length), ...bytes]
}
