import type { Milliseconds } from './clock.ts'

const units: Readonly<Record<string, Milliseconds>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
}

/** Reads `250ms`, `30s`, `5 min`, `2h`, `1h 30m`. Undefined when the text is not a duration; days are 24 hours. */
export function parseDuration(text: string): Milliseconds | undefined {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gy),
  ]
  const read = parts.reduce((length, part) => length + part[0].length, 0)
  if (parts.length === 0 || read !== text.trim().length) return undefined
  let total = 0
  for (const [, amount = '', name = ''] of parts) {
    const unit = units[name] ?? units[name.replace(/s$/, '')]
    if (unit === undefined) return undefined
    total += Number(amount) * unit
  }
  return total
}

/** Shows a span in two units at most: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(span: Milliseconds): string {
  if (span < 10_000) return `${(span / 1000).toFixed(1)} s`
  const seconds = Math.round(span / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return pair(minutes, 'min', seconds % 60, 's')
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return pair(hours, 'h', minutes % 60, 'min')
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
