import type { Intrinsics } from './intrinsics.ts'
import type { Words } from './words.ts'

/** JSON text of a value, empty for `undefined`; or what of it JSON cannot say, with its path. */
export type Converted =
  | { readonly text: string; readonly fault: null }
  | { readonly text: null; readonly fault: string }

/**
 * Makes the converter of values to JSON; its text runs in the guest. It differs from `JSON.stringify` where that is silent: functions,
 * symbols, `NaN` and the infinities are refused, and all that is refused is named by its path. Getters and `toJSON` run; what they throw
 * comes through.
 */
export function converting(
  { apply, stringify, isArray, symbolToString }: Intrinsics,
  { isName }: Words,
): (value: unknown) => Converted {
  interface Level {
    readonly of: object
    readonly key: string
    readonly up: Level | null
    readonly depth: number
  }

  /** Levels of nesting: each is compared with all above it, here and in the engine itself. */
  const deepest = 1000

  return function toJson(value) {
    // What needs no walk.
    switch (typeof value) {
      case 'undefined':
        return { text: '', fault: null }
      case 'string':
      case 'boolean':
        return { text: stringify(value), fault: null }
      default:
    }
    let top: Level | null = null
    let fault: string | null = null
    // What stops the work when something was refused; nothing else can throw it.
    const refusal = {}

    function refuse(holder: object, key: string, what: string): never {
      fault = pathOf(top, holder, key) + ' ' + what
      throw refusal
    }

    function visit(this: object, key: string, part: unknown): unknown {
      while (top !== null && top.of !== this) top = top.up
      switch (typeof part) {
        case 'function':
          return refuse(this, key, 'is a function, which JSON cannot say.')
        case 'symbol':
          return refuse(this, key, 'is ' + apply(symbolToString, part, []) + ', a symbol, which JSON cannot say.') // prettier-ignore
        case 'bigint':
          return refuse(this, key, 'is a BigInt, which JSON cannot say: give it as text.')
        case 'number':
          if (part - part !== 0) return refuse(this, key, 'is ' + part + ', which JSON cannot say.')
          return part
        case 'object':
          if (part === null) return part
          for (let level = top; level !== null; level = level.up)
            if (level.of === part)
              return refuse(this, key, 'is ' + pathOf(level.up, null, level.key) + ' again, a circle, which JSON cannot say.') // prettier-ignore
          if (top !== null && top.depth >= deepest)
            return refuse(this, key, `is nested more than ${deepest} levels deep.`)
          top = { of: part, key, up: top, depth: top === null ? 1 : top.depth + 1 }
          return part
        default:
          return part
      }
    }

    try {
      return { text: stringify(value, visit) ?? '', fault: null }
    } catch (thrown) {
      if (thrown === refusal && fault !== null) return { text: null, fault }
      throw thrown
    }
  }

  /** The path of the value at `key` of an object that stands in all the levels up from `level`. */
  function pathOf(level: Level | null, holder: object | null, key: string): string {
    if (level === null) return '$'
    return pathOf(level.up, null, level.key) + step(isArray(holder ?? level.of), key)
  }

  function step(inArray: boolean, key: string): string {
    if (inArray) return '[' + key + ']'
    return isName(key) ? '.' + key : '[' + stringify(key) + ']'
  }
}
