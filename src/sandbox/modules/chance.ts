import { randomFillSync } from 'node:crypto'
import { seededState } from '../metered/chance.ts'

/** Fills bytes by chance; with a seed always with the same (xorshift64*, Vigna 2016). */
export function chanceOf(seed: number | undefined): (bytes: Uint8Array) => void {
  if (seed === undefined) return (bytes) => void randomFillSync(bytes)
  let state = seededState(seed)
  return (bytes) => {
    for (let at = 0; at < bytes.length; at += 8) {
      state ^= state >> 12n
      state = BigInt.asUintN(64, state ^ (state << 25n))
      state ^= state >> 27n
      let word = BigInt.asUintN(64, state * 0x2545f4914f6cdd1dn)
      for (let index = at; index < Math.min(at + 8, bytes.length); index++) {
        bytes[index] = Number(word & 0xffn)
        word >>= 8n
      }
    }
  }
}
