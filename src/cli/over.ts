/** The same object with some methods of its own; the others run on the object itself. */
export function over<T extends object>(target: T, own: object): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(name in own ? own : target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
    set: (_, name, value) => Reflect.set(target, name, value),
  })
}
