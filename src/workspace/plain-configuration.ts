import { isObject, parseDuration, type Json, type Milliseconds } from '../base/index.ts'

/** What most configurations say, as in `Configuration`. */
export interface PlainConfiguration {
  readonly permissions: { readonly allow: readonly string[]; readonly deny: readonly string[] }
  readonly concurrency: number
  readonly environment: readonly string[]
  readonly timeout?: Milliseconds
}

/**
 * Reads a configuration of JSON that says no more than most do: what is allowed and denied, `concurrency`, `environment` and `timeout`.
 * It needs neither `yaml` nor `zod`, which take longer to load than most commands run. Null: it says more, or something wrong, and the
 * schema has to look at it (configuration-schema.ts); what is given is what that would give.
 */
export function plainConfiguration(text: string): PlainConfiguration | null {
  const all = parsed(text)
  if (!isObject(all)) return null
  const { $schema, permissions = {}, concurrency = 4, environment = [], timeout, ...more } = all
  if (!isObject(permissions)) return null
  const { allow = [], deny = [], ...others } = permissions
  if (!isEmpty(more) || !isEmpty(others) || namesAnythingTwice(text, all, permissions)) return null
  if ($schema !== undefined && typeof $schema !== 'string') return null
  const span = typeof timeout === 'string' ? (parseDuration(timeout) ?? 0) : 0
  if (timeout !== undefined && span <= 0) return null
  if (!isCount(concurrency) || !isWords(allow) || !isWords(deny)) return null
  if (!isWords(environment) || !environment.every((name) => /^[A-Za-z_]\w*$/.test(name)))
    return null
  return {
    permissions: { allow, deny },
    concurrency,
    environment,
    ...(timeout === undefined ? {} : { timeout: span }),
  }
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/** Of two values with one name JSON gives the last and says nothing. */
function namesAnythingTwice(text: string, ...all: readonly object[]): boolean {
  const written = text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1
  return written !== all.reduce((count, one) => count + Object.keys(one).length, 0)
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0
}

function isCount(value: Json | undefined): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1000
}

function isWords(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '')
}
