import { secretShapes } from '../base/index.ts'
import type { Environment } from './environment.ts'

/** What to hide besides the shapes that are known. */
export interface Secrets {
  /** Values of variables whose names look secret are hidden. Default: none. */
  readonly environment?: Environment
  /** Further texts to hide, each at least 4 characters long. */
  readonly secrets?: readonly string[]
}

/** A part of a text, from `start` up to but not including `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Finds the secrets of a text: spans in order that do not overlap. */
export type SecretFinder = (text: string) => readonly Span[]

export const replacement = '[redacted]'

/** The text with every secret replaced by `[redacted]`. */
export function redact(text: string, secrets: Secrets = {}): string {
  return hide(text, secretFinder(secrets)(text))
}

/** As `redact`, prepared once for many texts. */
export function redactor(secrets: Secrets): (text: string) => string {
  const find = secretFinder(secrets)
  return (text) => (text.length < shortestText ? text : hide(text, find(text)))
}

/** No secret is shorter than that. */
const shortestText = 4

/** The text with each span replaced by `[redacted]`. */
export function hide(text: string, spans: readonly Span[]): string {
  let result = ''
  let from = 0
  for (const { start, end } of spans) {
    result += text.slice(from, start) + replacement
    from = end
  }
  return result + text.slice(from)
}

/** Prepares the search once for many texts. */
export function secretFinder({ environment = {}, secrets = [] }: Secrets): SecretFinder {
  const values = [...secrets.flatMap((secret) => lines(secret, 4)), ...secretValues(environment)]
  const encoded = values.map((value) => encodeURIComponent(value.toWellFormed()))
  const known = [...new Set([...values, ...encoded])]
  return (text) =>
    merged([
      ...known.flatMap((value) => placesOf(value, text)),
      ...secretShapes.flatMap((shape) => spansOf(shape, text)),
    ])
}

/** Also places that overlap, so that no part of a secret within another stays. */
function placesOf(value: string, text: string): Span[] {
  const result: Span[] = []
  for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + 1))
    result.push({ start, end: start + value.length })
  return result
}

const secretName =
  /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE|CREDENTIAL|AUTH(?!OR)|(?:^|_)(?:KEY|PWD|PAT|DSN)$/i
const notSecret = /^(?:PWD|OLDPWD|SSH_AUTH_SOCK)$/
const plainValue = /^(?:true|false|enabled|disabled|default|\d{1,9})$/i

/** Values shorter than 6 characters would hide half of the output, and are no secrets worth the name. */
export function secretValues(environment: Environment): string[] {
  const found: string[] = []
  for (const [name, value = ''] of Object.entries(environment)) {
    if (!secretName.test(name) || notSecret.test(name) || plainValue.test(value)) continue
    found.push(...lines(value.trim(), 6))
  }
  return found
}

/** Output is searched line by line, so a secret of several lines is hidden by each of its lines as well. */
function lines(secret: string, shortest: number): string[] {
  const parts = secret.split(/\r?\n/)
  const long = parts.length > 1 ? parts.filter((line) => line.length >= 12) : []
  return [secret, ...long].filter((text) => text.length >= shortest)
}

function spansOf(pattern: RegExp, text: string): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  })).filter((span) => text.slice(span.start, span.end) !== replacement)
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1)
    if (last && span.start < last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else result.push(span)
  }
  return result
}
