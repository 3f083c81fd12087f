interface StackTraces {
  prepareStackTrace?: unknown
}

/**
 * Takes away what would hand functions of the prelude to a script: QuickJS gives `Error.prepareStackTrace` the functions on the stack
 * themselves, V8 none that is strict, as the prelude's are. `getFunction` of a place on the stack is undefined then, as in V8. Its text
 * runs in the guest before any script (prelude.ts).
 */
export function hidingFunctions(): void {
  const { defineProperty, getPrototypeOf } = Reflect
  const traces: StackTraces = Error
  // V8 has no such property of its own.
  if (!Object.hasOwn(traces, 'prepareStackTrace')) return
  const before = traces.prepareStackTrace
  let site: object | undefined
  traces.prepareStackTrace = (_: unknown, sites: readonly object[]) => {
    site = sites[0]
    return ''
  }
  // It is asked when the error is made, or when its stack is.
  void new Error('a stack').stack
  traces.prepareStackTrace = before
  const places = site === undefined ? null : getPrototypeOf(site)
  if (places !== null)
    defineProperty(places, 'getFunction', {
      value: () => undefined,
      writable: true,
      enumerable: false,
      configurable: true,
    })
}
