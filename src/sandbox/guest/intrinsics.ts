export type Intrinsics = ReturnType<typeof intrinsics>

/**
 * What the prelude uses of JavaScript, as it was before any script ran. Its text runs in the guest (see prelude.ts), so it names nothing
 * of this module; and no part of the prelude may use what a script can change: methods by their names, iterators (spread, `for of`,
 * patterns of arrays), regular expressions,
 * templates (QuickJS makes them with `String.prototype.concat`), or assignments to objects that inherit.
 */
export function intrinsics() {
  const { apply, ownKeys, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect
  const getter = (of: object, name: string | symbol) => getOwnPropertyDescriptor(of, name)?.get
  const byName: object = {
    __proto__: null,
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  }
  return {
    apply,
    ownKeys,
    defineProperty,
    getOwnPropertyDescriptor,
    getPrototypeOf,
    global: globalThis,
    isArray: Array.isArray,
    stringify: JSON.stringify,
    parse: JSON.parse,
    text: String,
    number: Number,
    floor: Math.floor,
    abs: Math.abs,
    parseFloat,
    Promise,
    objectPrototype: Object.prototype,
    errorPrototype: Error.prototype,
    hasOwn: Object.prototype.hasOwnProperty,
    errors: {
      Error,
      TypeError,
      byName: byName as Readonly<Record<string, ErrorConstructor | undefined>>,
    },
    charCodeAt: String.prototype.charCodeAt,
    slice: String.prototype.slice,
    indexOf: String.prototype.indexOf,
    numberToString: Number.prototype.toString,
    symbolToString: Symbol.prototype.toString,
    functionToString: Function.prototype.toString,
    mapSize: getter(Map.prototype, 'size'),
    mapForEach: Map.prototype.forEach,
    setSize: getter(Set.prototype, 'size'),
    setForEach: Set.prototype.forEach,
    dateToISOString: Date.prototype.toISOString,
    dateGetTime: Date.prototype.getTime,
    regExpSource: getter(RegExp.prototype, 'source'),
    regExpFlags: getter(RegExp.prototype, 'flags'),
    typedArrayName: getter(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag),
  }
}
