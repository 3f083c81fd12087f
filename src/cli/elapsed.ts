/** Milliseconds since some fixed moment, with their fractions; for what is loaded before the clock of the base (src/base/system.ts). */
export function elapsed(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
