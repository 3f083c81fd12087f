import { randomFillSync } from 'node:crypto'

const pool = new Uint32Array(1024)
let next = pool.length

/** Writes 64 bits of chance, never all 0: from them `Math.random` of one execution goes on. */
export function putChance(view: DataView, address: number): void {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  const [low = 0, high = 0] = [pool[next], pool[next + 1]]
  next += 2
  view.setUint32(address, low, true)
  view.setUint32(address + 4, low === 0 && high === 0 ? 1 : high, true)
}

/** 64 bits that follow from a seed, far apart for seeds that are near (SplitMix64, Steele and others 2014). Never all 0. */
export function seededState(seed: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, seed)
  let z = BigInt.asUintN(64, bits.getBigUint64(0) + 0x9e3779b97f4a7c15n)
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn)
  return z ^ (z >> 31n) || 1n
}
