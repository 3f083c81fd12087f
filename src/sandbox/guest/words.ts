import type { Intrinsics } from './intrinsics.ts'

/** A thrown value by its words. */
export interface Described {
  readonly name: string
  readonly message: string
  readonly stack: string
}

export type Words = ReturnType<typeof words>

/**
 * What the other parts of the prelude say of keys and errors; its text runs in the guest. Getters of errors run here, within the bounds
 * of the script, and what they throw is passed over. Long texts are shortened, since they would be taken for a large result otherwise.
 */
export function words({
  apply,
  charCodeAt,
  getPrototypeOf,
  errorPrototype,
  slice,
  text,
}: Intrinsics) {
  const longestName = 128
  const longestMessage = 8_192
  const longestStack = 16_384
  const mostPrototypes = 100

  return { isName, isError, describe, shortened }

  /** Whether a key can stand after a dot. Those with letters beyond ASCII are quoted, to be sure. */
  function isName(key: string): boolean {
    for (let index = 0; index < key.length; index++) {
      const code = apply(charCodeAt, key, [index])
      const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
      const other = code === 36 || code === 95 || (index > 0 && code >= 48 && code <= 57)
      if (!letter && !other) return false
    }
    return key !== ''
  }

  /** By its prototypes: an object that only looks like an error is none. */
  function isError(value: unknown): value is object {
    if (typeof value !== 'object' || value === null) return false
    try {
      let prototype = getPrototypeOf(value)
      for (let steps = 0; prototype !== null && steps < mostPrototypes; steps++) {
        if (prototype === errorPrototype) return true
        prototype = getPrototypeOf(prototype)
      }
    } catch {
      // A trap of a Proxy threw: it is no error that can be read.
    }
    return false
  }

  function describe(error: object): Described {
    return {
      name: read(error, 'name', longestName) || 'Error',
      message: read(error, 'message', longestMessage),
      stack: read(error, 'stack', longestStack),
    }
  }

  function read(error: object, name: 'name' | 'message' | 'stack', longest: number): string {
    try {
      const value = (error as Readonly<Record<string, unknown>>)[name]
      if (typeof value === 'string') return shortened(value, longest)
      if (typeof value === 'object' || typeof value === 'function' || value === undefined) return ''
      return shortened(text(value), longest)
    } catch {
      return ''
    }
  }

  function shortened(long: string, longest: number = longestMessage): string {
    return long.length <= longest ? long : apply(slice, long, [0, longest]) + '…'
  }
}
