import { GoapError } from '../base/index.ts'

const maximumU32 = 2 ** 32 - 1

/** Reads the values of the binary format of WebAssembly (https://webassembly.github.io/spec/core/binary) one after the other. */
export class Reader {
  readonly bytes: Uint8Array
  /** The offset of the next byte. */
  at: number
  /** The offset after the last byte that may be read. */
  end: number

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  byte(): number {
    if (this.at >= this.end) this.fail('it ends too early')
    return this.bytes[this.at++] ?? 0
  }

  /** An unsigned number of up to 32 bits, as LEB128. */
  u32(): number {
    const first = this.byte()
    if (first < 0x80) return first
    let value = first & 0x7f
    for (let shift = 7; ; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (value > maximumU32 || shift > 28) this.fail('a number has more than 32 bits')
      if (byte < 0x80) return value
    }
  }

  /** Passes over one number of up to 64 bits as LEB128, signed or not. */
  skipNumber(): void {
    for (let length = 1; this.byte() >= 0x80; length++)
      if (length >= 10) this.fail('a number has more than 64 bits')
  }

  skip(count: number): void {
    if (count > this.end - this.at) this.fail('it ends too early')
    this.at += count
  }

  name(): string {
    const length = this.u32()
    const from = this.at
    this.skip(length)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes.subarray(from, this.at))
    } catch {
      this.at = from
      return this.fail('a name is not UTF-8')
    }
  }

  /** Throws `wasm/bad-module` with the place. */
  fail(why: string): never {
    throw new GoapError('wasm/bad-module', `The module cannot be read at byte ${this.at}: ${why}.`)
  }
}
