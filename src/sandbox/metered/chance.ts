import { randomFillSync } from 'node:crypto'

const pool = new BigUint64Array(512)
let next = pool.length

/** 64 bits of chance, never all 0: from them `Math.random` of one execution goes on. */
export function randomState(): bigint {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  return pool[next++] || 1n
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
