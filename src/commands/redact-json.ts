import { isObject, type Json } from '../base/index.ts'

/** The value with the secrets of all its texts hidden. */
export function redactJson(value: Json, redact: (text: string) => string): Json {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map((one: Json) => redactJson(one, redact))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      one === undefined ? [] : [[redact(name), redactField(name, one, redact)] as const],
    ),
  )
}

/** A text may be known for a secret only by its name: `password`. */
export function redactField(name: string, value: Json, redact: (text: string) => string): Json {
  if (typeof value !== 'string') return redactJson(value, redact)
  const beginning = `${name}=`
  const shown = redact(`${beginning}${value}`)
  return shown.startsWith(beginning) ? shown.slice(beginning.length) : redact(value)
}
