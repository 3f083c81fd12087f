/** What sets chance and time in the world of a script. */
export interface Chance {
  /** `Math.random` draws from here on by this number, an integer below 2 ** 53. */
  seed(number: number): void
  /** The clock stands still, in milliseconds since 1970. */
  stop(now: number): void
}

/**
 * Makes `Math.random` of a seed (sfc32 of PractRand, 53 bits of two draws) and, where it is asked, a `Date` whose clock stands still. Its text runs in
 * the world of the script before it, so it names nothing outside of itself.
 */
export function chance(): Chance {
  const { construct, apply, defineProperty } = Reflect
  const { Date, Math } = globalThis
  const { prototype } = Date
  // oxlint-disable-next-line typescript/unbound-method -- it is applied
  const { toString } = prototype
  let a = 0
  let b = 0
  let c = 0
  let counter = 1

  function draw(): number {
    const drawn = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + drawn) | 0
    return drawn >>> 0
  }

  function put(holder: object, name: string, value: unknown): void {
    defineProperty(holder, name, {
      __proto__: null,
      value,
      writable: true,
      enumerable: false,
      configurable: true,
    } as PropertyDescriptor)
  }

  put(Math, 'random', function random() {
    return ((draw() >>> 5) * 0x400_0000 + (draw() >>> 6)) / 0x20_0000_0000_0000
  })

  return {
    seed(number) {
      a = number | 0
      b = (number / 0x1_0000_0000) | 0
      c = 0
      counter = 1
      for (let round = 0; round < 15; round++) draw()
    },
    stop(now) {
      const Still = function (this: unknown, ...given: readonly unknown[]): unknown {
        if (new.target === undefined) return apply(toString, construct(Date, [now]), [])
        return construct(Date, given.length === 0 ? [now] : given, new.target)
      }
      const kept = {
        name: 'Date',
        length: 7,
        prototype,
        parse: Date.parse,
        UTC: Date.UTC,
        now: () => now,
      }
      for (const name of ['name', 'length', 'parse', 'UTC', 'now'] as const)
        put(Still, name, kept[name])
      Still.prototype = prototype
      put(prototype, 'constructor', Still)
      put(globalThis, 'Date', Still)
    },
  }
}

/** Its text, as an expression whose value is a `Chance`. */
export const chanceText = `(${chance.toString()})()`
