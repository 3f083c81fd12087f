import type { Machine } from './machine.ts'

/** Places in the memory of QuickJS that it exports no function for, found by what changes there when something known happens. */
export interface Landmarks {
  /** The 64 bits from which `Math.random` goes on. Never all 0. */
  readonly random: number
  /** The bytes that are allocated now, as 32 bits. */
  readonly used: number
}

/** Finds them. Throws if a place is not found: then the package is another than the one this was written for. */
export function findLandmarks(
  machine: Machine,
  random: () => void,
  allocate: (bytes: number) => () => void,
): Landmarks {
  return { random: findRandom(machine, random), used: findUsed(machine, allocate) }
}

/** Where a step of xorshift64* (Vigna 2016, https://doi.org/10.1145/2845077) was made when `Math.random` was called. */
function findRandom(machine: Machine, random: () => void): number {
  const before = copy(machine)
  random()
  const after = copy(machine)
  const places: number[] = []
  for (let at = heapOf(machine); at + 8 <= before.byteLength; at += 8) {
    const state = before.getBigUint64(at, true)
    if (state !== 0n && state !== after.getBigUint64(at, true) && step(state) === after.getBigUint64(at, true)) places.push(at) // prettier-ignore
  }
  return first(places, 'the state of Math.random')
}

function step(state: bigint): bigint {
  let x = state ^ (state >> 12n)
  x = BigInt.asUintN(64, x ^ (x << 25n))
  return x ^ (x >> 27n)
}

/** Where a number grew by what was allocated, twice by different sizes, and fell again. */
function findUsed(machine: Machine, allocate: (bytes: number) => () => void): number {
  let places: number[] | undefined
  for (const bytes of [50_000, 70_000]) {
    const before = copy(machine)
    const free = allocate(bytes)
    const during = copy(machine)
    free()
    const after = copy(machine)
    const fits = (at: number) => {
      const grown = during.getUint32(at, true) - before.getUint32(at, true)
      return grown >= bytes && grown < bytes + 4_096 && after.getUint32(at, true) === before.getUint32(at, true) // prettier-ignore
    }
    places = places?.filter(fits) ?? everyWord(heapOf(machine), before, fits)
  }
  // Both what allocates and the runtime of QuickJS count.
  return first(places ?? [], 'the number of allocated bytes')
}

/** Below it lies the stack, which grows down from here and starts empty: nothing that stays stands there. */
function heapOf({ globals }: Machine): number {
  const stack = globals[0]?.get() ?? 0
  return stack - (stack % 8)
}

function everyWord(from: number, memory: DataView, fits: (at: number) => boolean): number[] {
  const places: number[] = []
  for (let at = from; at + 4 <= memory.byteLength; at += 4) if (fits(at)) places.push(at)
  return places
}

function copy(machine: Machine): DataView {
  machine.look()
  return new DataView(machine.bytes.slice().buffer)
}

function first(places: readonly number[], what: string): number {
  const [place] = places
  if (place === undefined) throw new Error(`QuickJS is not as expected: ${what} was not found.`)
  return place
}
