import type { Intrinsics } from './intrinsics.ts'
import type { Words } from './words.ts'

export interface Inspecting {
  /** One value. */
  readonly inspect: (value: unknown) => string
  /** What `console.log` prints for its arguments. */
  readonly format: (values: readonly unknown[]) => string
}

/**
 * Makes what writes values as `console.log` does in Node, each on one line; its text runs in the guest. No getter runs.
 */
export function inspecting(pristine: Intrinsics, { isName, isError, describe }: Words): Inspecting {
  const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, isArray, text } = pristine
  const deepest = 2
  const mostItems = 100

  interface Around {
    readonly of: object
    readonly up: Around | null
  }

  return { inspect: (value) => show(value, 0, null), format }

  /** What cannot be shown, since a trap of a Proxy throws, is said to: printing fails for no value. */
  function shown(value: unknown, depth: number): string {
    try {
      return show(value, depth, null)
    } catch {
      return '[unreadable]'
    }
  }

  function format(values: readonly unknown[]): string {
    let line = ''
    let next = 0
    const first = values[0]
    if (typeof first === 'string') {
      next = 1
      line = values.length > 1 ? filled(first) : first
    }
    for (; next < values.length; next++) {
      const value = values[next]
      line += (next > 0 ? ' ' : '') + (typeof value === 'string' ? value : shown(value, 0))
    }
    return line

    /** Puts values into `%s`, `%d`, `%i`, `%f`, `%j`, `%o`, `%O` and `%c`. */
    function filled(pattern: string): string {
      let out = ''
      let from = 0
      for (;;) {
        const sign = apply(pristine.indexOf, pattern, ['%', from])
        if (sign < 0 || sign + 1 >= pattern.length) break
        const letter = pattern[sign + 1] ?? ''
        let put: string | undefined
        if (letter === '%') put = '%'
        else if (next < values.length) put = placed(letter, values[next])
        if (put !== undefined && letter !== '%') next++
        out += apply(pristine.slice, pattern, [from, sign]) + (put ?? '%' + letter)
        from = sign + 2
      }
      return out + apply(pristine.slice, pattern, [from])
    }
  }

  function placed(letter: string, value: unknown): string | undefined {
    const primitive = typeof value !== 'object' && typeof value !== 'function'
    switch (letter) {
      case 's':
        return typeof value === 'string' ? value : shown(value, deepest)
      case 'd':
        if (typeof value === 'bigint') return text(value) + 'n'
        return primitive && typeof value !== 'symbol' ? number(pristine.number(value)) : 'NaN'
      case 'i':
      case 'f': {
        if (!primitive || typeof value === 'symbol') return 'NaN'
        const parsed = pristine.parseFloat(text(value))
        return number(letter === 'f' || parsed !== parsed ? parsed : truncated(parsed))
      }
      case 'j':
        return asJson(value)
      case 'o':
      case 'O':
        return shown(value, 0)
      case 'c':
        return ''
      default:
        return undefined
    }
  }

  function asJson(value: unknown): string {
    try {
      return pristine.stringify(value) ?? 'undefined'
    } catch {
      return '[unreadable]'
    }
  }

  function truncated(value: number): number {
    return value < 0 ? -pristine.floor(-value) : pristine.floor(value)
  }

  function number(value: number): string {
    return value === 0 && 1 / value < 0 ? '-0' : text(value)
  }

  function show(value: unknown, depth: number, around: Around | null): string {
    switch (typeof value) {
      case 'string':
        return quoted(value)
      case 'number':
        return number(value)
      case 'bigint':
        return text(value) + 'n'
      case 'symbol':
        return apply(pristine.symbolToString, value, [])
      case 'function':
        return functionName(value)
      case 'object':
        return value === null ? 'null' : object(value, depth, around)
      default:
        return text(value)
    }
  }

  function quoted(words: string): string {
    const has = (part: string) => apply(pristine.indexOf, words, [part]) >= 0
    // Most have nothing to escape, and JSON finds that out at once.
    if (pristine.stringify(words).length === words.length + 2 && !has("'") && !has('\x7f'))
      return "'" + words + "'"
    const quote = !has("'") ? "'" : !has('"') ? '"' : !has('`') ? '`' : "'"
    let out = quote
    for (let index = 0; index < words.length; index++) {
      const unit = words[index] ?? ''
      const code = apply(pristine.charCodeAt, words, [index])
      if (unit === quote || unit === '\\') out += '\\' + unit
      else if (unit === '\n') out += '\\n'
      else if (unit === '\t') out += '\\t'
      else if (unit === '\r') out += '\\r'
      else if (code < 32 || code === 127)
        out += '\\x' + (code < 16 ? '0' : '') + apply(pristine.numberToString, code, [16])
      else out += unit
    }
    return out + quote
  }

  // oxlint-disable-next-line typescript/no-unsafe-function-type -- whatever function it is
  function functionName(value: Function): string {
    const own = getOwnPropertyDescriptor(value, 'name')?.value
    const name = typeof own === 'string' && own !== '' ? own : null
    const source = apply(pristine.functionToString, value, [])
    if (apply(pristine.indexOf, source, ['class']) === 0)
      return '[class ' + (name ?? '(anonymous)') + ']'
    return name === null ? '[Function (anonymous)]' : '[Function: ' + name + ']'
  }

  function object(value: object, depth: number, around: Around | null): string {
    for (let level = around; level !== null; level = level.up)
      if (level.of === value) return '[Circular]'
    const inside: Around = { of: value, up: around }
    const words = branded(value, depth, inside)
    if (words !== undefined) return words
    const array = isArray(value)
    const name = className(value, array)
    if (depth > deepest) return '[' + (name || (array ? 'Array' : 'Object')) + ']'
    return (
      (name === '' ? '' : name + ' ') +
      (array ? items(value, depth, inside) : enclosed('{', properties(value, depth, inside), '}'))
    )
  }

  /** How an object of a built-in class is shown; undefined for the others. */
  function branded(value: object, depth: number, inside: Around): string | undefined {
    const prototype = getPrototypeOf(value)
    if (prototype === pristine.objectPrototype || isArray(value)) return undefined
    if (isError(value)) return error(value, inside.up === null)
    const time = asked(pristine.dateGetTime, value)
    if (typeof time === 'number')
      return time - time === 0 ? text(asked(pristine.dateToISOString, value)) : 'Invalid Date'
    const typed = asked(pristine.typedArrayName, value)
    if (typeof typed === 'string') {
      const list = value as readonly unknown[]
      return typed + '(' + list.length + ') ' + items(list, depth, inside)
    }
    let out = ''
    const mapSize = asked(pristine.mapSize, value)
    if (typeof mapSize === 'number') {
      apply(pristine.mapForEach, value as Map<unknown, unknown>, [
        (one, key) => {
          out +=
            (out === '' ? '' : ', ') +
            show(key, depth + 1, inside) +
            ' => ' +
            show(one, depth + 1, inside)
        },
      ])
      return 'Map(' + mapSize + ') ' + enclosed('{', out, '}')
    }
    const setSize = asked(pristine.setSize, value)
    if (typeof setSize === 'number') {
      apply(pristine.setForEach, value as Set<unknown>, [
        (one) => {
          out += (out === '' ? '' : ', ') + show(one, depth + 1, inside)
        },
      ])
      return 'Set(' + setSize + ') ' + enclosed('{', out, '}')
    }
    const source = asked(pristine.regExpSource, value)
    return typeof source === 'string'
      ? '/' + source + '/' + text(asked(pristine.regExpFlags, value))
      : undefined
  }

  /** What a built-in method says of a value, or undefined if it is none of its class. */
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- methods of all built-in classes
  function asked(method: Function | undefined, value: object): unknown {
    try {
      return method === undefined ? undefined : apply(method, value, [])
    } catch {
      return undefined
    }
  }

  /** An error as its stack, on lines of their own; inside of something else only by its name and message. */
  function error(value: object, alone: boolean): string {
    const { name, message, stack } = describe(value)
    const head = message === '' ? name : name + ': ' + message
    if (!alone) return '[' + head + ']'
    // V8 begins the stack with name and message, QuickJS does not.
    if (apply(pristine.indexOf, stack, [head]) === 0) return stack
    return stack === '' ? '[' + head + ']' : head + '\n' + withoutLastBreak(stack)
  }

  function withoutLastBreak(words: string): string {
    return words[words.length - 1] === '\n' ? apply(pristine.slice, words, [0, -1]) : words
  }

  /** `Foo` before an instance of the class Foo, nothing before a plain object or array. */
  function className(value: object, array: boolean): string {
    const prototype = getPrototypeOf(value)
    if (prototype === null) return '[Object: null prototype]'
    const constructor = getOwnPropertyDescriptor(prototype, 'constructor')?.value
    if (typeof constructor !== 'function') return ''
    const name = getOwnPropertyDescriptor(constructor, 'name')?.value
    return typeof name !== 'string' || name === (array ? 'Array' : 'Object') ? '' : name
  }

  function items(list: readonly unknown[], depth: number, inside: Around): string {
    let out = ''
    let empty = 0
    const separator = () => (out === '' ? '' : ', ')
    const emptyOnes = () =>
      empty === 0 ? '' : separator() + '<' + empty + ' empty item' + (empty === 1 ? '' : 's') + '>'
    const length = list.length > mostItems ? mostItems : list.length
    for (let index = 0; index < length; index++) {
      const descriptor = getOwnPropertyDescriptor(list, index)
      if (descriptor === undefined) empty++
      else {
        out += emptyOnes()
        empty = 0
        out += separator() + property(descriptor, depth, inside)
      }
    }
    out += emptyOnes()
    const more = list.length - length
    if (more > 0) out += separator() + '... ' + more + ' more item' + (more === 1 ? '' : 's')
    return enclosed('[', out, ']')
  }

  function properties(value: object, depth: number, inside: Around): string {
    let out = ''
    const keys = ownKeys(value)
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]
      if (key === undefined) continue
      const descriptor = getOwnPropertyDescriptor(value, key)
      if (descriptor === undefined || descriptor.enumerable !== true) continue
      const name = typeof key === 'symbol' ? '[' + show(key, 0, null) + ']' : isName(key) ? key : quoted(key) // prettier-ignore
      out += (out === '' ? '' : ', ') + name + ': ' + property(descriptor, depth, inside)
    }
    return out
  }

  function property(descriptor: PropertyDescriptor, depth: number, inside: Around): string {
    // A script can give all objects, and so this one too, what it does not have itself.
    if (apply(pristine.hasOwn, descriptor, ['value']))
      return show(descriptor.value, depth + 1, inside)
    if (descriptor.get === undefined) return '[Setter]'
    return descriptor.set === undefined ? '[Getter]' : '[Getter/Setter]'
  }

  function enclosed(open: string, inner: string, close: string): string {
    return inner === '' ? open + close : open + ' ' + inner + ' ' + close
  }
}
