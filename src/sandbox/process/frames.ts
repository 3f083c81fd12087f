import type { Readable } from 'node:stream'

// Messages between host and process: four bytes of length, the least first, and so many bytes of JSON.

export function framed(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message))
  const head = Buffer.alloc(4)
  head.writeUInt32LE(body.length)
  return Buffer.concat([head, body])
}

/**
 * Takes messages off a stream. `broken` is called, once, for what is none: what runs there may have got out of its world and say what
 * it likes, so a message may have no more than `most` bytes.
 */
export function messages(
  stream: Readable,
  most: () => number,
  taken: (message: unknown) => void,
  broken: () => void,
): void {
  let held: Buffer[] = []
  let size = 0
  let isBroken = false

  stream.on('data', (bytes: Buffer) => {
    if (isBroken) return
    held.push(bytes)
    size += bytes.length
    while (size >= 4 && !isBroken) {
      const head = joined(4)
      const length = head.readUInt32LE()
      if (length > most()) give()
      if (isBroken || size < 4 + length) return
      const all = joined(4 + length)
      held = [all.subarray(4 + length)]
      size -= 4 + length
      parse(all.toString('utf8', 4, 4 + length))
    }
  })

  /** What is held, with the first so many bytes in one piece. */
  function joined(count: number): Buffer {
    const [first = Buffer.alloc(0)] = held
    if (first.length >= count) return first
    held = [Buffer.concat(held)]
    return held[0] ?? first
  }

  function parse(text: string): void {
    let message: unknown
    try {
      message = JSON.parse(text)
    } catch {
      give()
      return
    }
    taken(message)
  }

  function give(): void {
    isBroken = true
    held = []
    broken()
  }
}
