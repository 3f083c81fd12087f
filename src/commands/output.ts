import { controlFilter } from './controls.ts'
import { sha256 } from './sha256.ts'
import { hide, type SecretFinder } from './redact.ts'

export interface Output {
  /** Takes the next bytes of the process. */
  push(bytes: Uint8Array): void
  /** Takes the end; gives what a result tells of the output. */
  finish(): {
    readonly tail: string
    readonly hash: string
    readonly bytes: number
    readonly truncated: boolean
  }
}

/**
 * Follows the output of a process: hash (SHA-256, hexadecimal) and size of all bytes as they came, and the last `maximum`
 * bytes of the text that may be shown. `shown` gets that text as it becomes known to be free of secrets, in whole lines where possible.
 */
export function follow(
  find: SecretFinder,
  maximum: number,
  shown: (text: string) => void = () => {},
): Output {
  const hash = sha256()
  const decoder = new TextDecoder()
  const plain = controlFilter()
  const safe = safeText(find)
  const tail = tailOf(maximum)
  let bytes = 0

  function show(text: string): void {
    if (text === '') return
    tail.push(text)
    shown(text)
  }

  return {
    push(chunk) {
      hash.update(chunk)
      bytes += chunk.length
      show(safe.push(plain.push(decoder.decode(chunk, { stream: true }))))
    },
    finish() {
      show(safe.push(plain.push(decoder.decode())) + safe.finish())
      return { ...tail.finish(), hash: hash.digest('hex'), bytes }
    },
  }
}

// A secret may come in pieces. Text is let through only up to the end of a line, or all but its last characters
// when a line does not end, and never from the middle of something that was recognised.
const longestLine = 64 * 1024
const longestSecret = 8 * 1024
const longestHeld = 64 * 1024

function safeText(find: SecretFinder): { push(text: string): string; finish(): string } {
  let held = ''
  return {
    push(text) {
      held += text
      const cut = Math.max(
        held.lastIndexOf('\n') + 1,
        held.length > longestLine ? held.length - longestSecret : 0,
      )
      if (cut === 0) return ''
      const spans = find(held)
      const across = spans.find(
        (span) => span.start < cut && span.end >= cut && span.end > span.start,
      )
      const end = across && held.length < longestHeld ? Math.min(across.start, cut) : cut
      return take(end, spans)
    },
    finish: () => take(held.length, find(held)),
  }

  function take(end: number, spans: ReturnType<SecretFinder>): string {
    const inside = spans.filter((span) => span.start < end)
    const last = inside.at(-1)
    const whole = last ? Math.max(end, last.end) : end
    const text = hide(held.slice(0, whole), inside)
    held = held.slice(whole)
    return text
  }
}

function tailOf(maximum: number): {
  push(text: string): void
  finish(): { tail: string; truncated: boolean }
} {
  let kept: string[] = []
  let length = 0
  let dropped = false

  function trim(): string {
    const bytes = Buffer.from(kept.join(''))
    dropped ||= bytes.length > maximum
    let from = Math.max(0, bytes.length - maximum)
    while (from < bytes.length && ((bytes[from] ?? 0) & 0xc0) === 0x80) from++
    const text = bytes.subarray(from).toString()
    kept = [text]
    length = text.length
    return text
  }

  return {
    push(text) {
      kept.push(text)
      length += text.length
      if (length > 2 * maximum + longestLine) trim()
    },
    finish: () => ({ tail: trim(), truncated: dropped }),
  }
}
