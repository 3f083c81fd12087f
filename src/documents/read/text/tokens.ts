import { codeAt, once } from '../../../base/index.ts'
import { isBlank } from './blanks.ts'
import { fragmentsIn } from './fragments.ts'
import { isLetter } from './ids.ts'
import { initialsOf } from './initials.ts'
import { ofPiece, ofText } from './remember.ts'
import type { Mark, Status } from '../../../model/index.ts'
import { foreignStatus } from './status-words.ts'
import {
  asterisk,
  beyond,
  bracket,
  capitals,
  greater,
  oddBlanks,
  picture,
  signsIn,
} from './signs.ts'
import { part, type Piece } from './text.ts'

/** A token that shows a status (R9). */
export interface Token extends Piece {
  readonly kind: 'checkbox' | 'emoji' | 'word'
  readonly status: Status
}

/** A token with the kind of place it stands in. */
export interface PlacedToken {
  readonly token: Token
  readonly where: Mark['where']
}

const emojis: Readonly<Record<string, Status>> = {
  '✅': 'done', '✔': 'done', '☑': 'done', '✓': 'done',
  '🔄': 'running', '🚧': 'running', '🟡': 'running', '🏃': 'running',
  '⏳': 'pending', '🔵': 'pending', '📋': 'pending', '⬜': 'pending', '🔲': 'pending', '☐': 'pending', '⚪': 'pending',
  '⏸': 'blocked', '🚫': 'blocked', '⛔': 'blocked',
  '⏭': 'skipped',
  '❌': 'failed', '✗': 'failed', '✘': 'failed',
} // prettier-ignore

const words: readonly (readonly [Status, string])[] = [
  ['running', 'mostly (?:complete|done)|partial(?:ly)?(?: (?:complete|done|implemented))?|in[- ]progress|running|active(?: execution)?|started|ongoing|wip|code complete|underway|[1-9]\\d?%(?: complete)?'],
  ['pending', 'not (?:yet )?(?:started|done|complete|implemented)|pending|planned|planning|to-?do|open|ready(?: (?:to|for|after) [a-z ]+)?|proposed|new|tbd|awaiting|queued|backlog|scheduled|draft|incomplete|not ready|unstarted|0%'],
  ['blocked', 'blocked|on[- ]hold|waiting|paused'],
  ['skipped', 'deferred|cancell?ed|superseded|obsolete|skipped|abandoned|dropped|shelved|won\'?t (?:do|fix)|not needed|n\\/a'],
  ['failed', 'fail|failed|failing|rejected|broken'],
  ['done', 'complete(?:d)?|done|implemented|merged|fixed|verified|resolved|closed|shipped|accepted|pass(?:ed|ing)?|all passing|finished|delivered|achieved|success(?:ful)?|released|met|100%'],
] // prettier-ignore

const emojiStatus = new Map(Object.entries(emojis))

const emojiPattern = `(?:${Object.keys(emojis).join('|')})\uFE0F?`
const decoration = `(?:${emojiPattern}|⚠\uFE0F?|[*_~\`])`
const wordPatterns = words.map(([status, pattern]) => [status, `(?:${pattern})`] as const)
const wholeWords = wordPatterns.map(([status, pattern]) => ({
  status,
  pattern: new RegExp(`^${pattern}$`, 'i'),
}))
const anyWord = wordPatterns.map(([, pattern]) => pattern).join('|')

/** The first two letters of the words; what begins otherwise is not asked. */
const isInitial = initialsOf(
  words.flatMap(([, pattern]) => pattern.split(/[|()]/).filter((word) => /^[a-z]{2}/.test(word))),
)

const leadingEmoji = new RegExp(`^[*_\\s]*(${emojiPattern})`, 'u')
const trailingEmoji = new RegExp(`(${emojiPattern})[*_\\s]*$`, 'u')
/** An emoji at the end, with what may stand between it and a word. */
const lastEmoji = new RegExp(`(${emojiPattern})[*_\\s(—–:-]*$`, 'u')
const emojiBefore = new RegExp(`(?:${emojiPattern}|⚠\uFE0F?)[*_\\s]*$`, 'u')
const anyEmoji = new RegExp(`${emojiPattern}|⚠`, 'u')
// No `u` beside `i`: V8 takes milliseconds to make such a pattern of many words, at every start of goap.
const leadingWord = new RegExp(`^(?:${decoration}|\\s)*(${anyWord})(?![\\w/-])`, 'i')
/** ` ✅ COMPLETE`, ` — DONE (PR #3)`, ` (COMPLETED)` at the end of a title. */
const trailingWord = new RegExp(
  `(?:^|[\\s—–:(\\[-])[*_]{0,3}(${anyWord})(?:\\s*[)\\]])?(?:\\s*\\([^()]*\\))?(?:${decoration}|[\\s.!])*$`,
  'i',
)

/** Pieces of the words of status, one of which each has that is written with letters. */
const stems =
  'mostly|partial|progress|running|active|started|ongoing|wip|complete|underway|not |pending|plann|todo|open|ready|proposed|new|tbd|awaiting|queued|backlog|scheduled|draft|blocked|hold|waiting|paused|deferred|cancel|superseded|obsolete|skipped|abandoned|dropped|shelved|won|fail|rejected|broken|done|implemented|merged|fixed|verified|resolved|closed|shipped|accepted|pass|finished|delivered|achieved|success|released|met'
const stemsIn = fragmentsIn([stems.split('|')])

/** Whether a text could hold a word of a status: looking for where one ends it takes ten times as long. */
function maySayStatus(text: string): boolean {
  return stemsIn(text) !== 0 || /%|-do|\/a/i.test(text)
}

/** The checkbox of a task, criterion or fence line as a token. */
export function checkboxToken(box: Piece): Token {
  const sign = box.text[1] ?? ' '
  const status: Status = 'xX'.includes(sign)
    ? 'done'
    : sign === '/' || sign === '>'
      ? 'running'
      : sign === '-' || sign === '~'
        ? 'skipped'
        : sign === '!'
          ? 'blocked'
          : 'pending'
  return token(box, 'checkbox', status)
}

/**
 * The status tokens of a value: a `Status:` text, a status cell. A word counts only at the beginning, since what
 * follows is prose ("PR #840; CI pending"). A bare coloured circle is a severity and gives none.
 */
export const valueTokens: (value: Piece) => readonly Token[] = ofPiece(findValueTokens)

function findValueTokens(value: Piece): readonly Token[] {
  if (value.text.startsWith('[')) {
    const box = /^\[[ xX/>~!-]\](?=\s|$)/.exec(value.text)?.[0]
    if (box !== undefined) return boxedTokens(value, box.length)
  }
  if ((signsIn(value) & picture) === 0) {
    const word = mayLead(value.text) ? leadingWord.exec(value.text) : null
    return word?.[1] === undefined ? foreignTokens(value) : [leadingToken(value, word[0], word[1])]
  }
  if (/^[*_\s]*(?:🔴|🟠|🟡|🟢|⚪|🔵)\uFE0F?[*_\s]*$/u.test(value.text)) return []
  const found: Token[] = []
  const emoji = leadingEmoji.exec(value.text)
  if (emoji?.[1] !== undefined)
    found.push(emojiToken(value, emoji.index + emoji[0].indexOf(emoji[1]), emoji[1]))
  const word = leadingWord.exec(value.text)
  if (
    word?.[1] !== undefined &&
    !(found.length > 0 && describes(value.text.slice(word[0].length), word[1]))
  )
    found.push(leadingToken(value, word[0], word[1]))
  else found.push(...foreignTokens(value))
  if (found.length === 0) {
    const last = trailingEmoji.exec(value.text)
    if (last?.[1] !== undefined) found.push(emojiToken(value, last.index, last[1]))
  }
  return found
}

/** `🟡` alone, where the column tells how far things are: there it is no severity. */
export function circleTokens(value: Piece): readonly Token[] {
  const found = /^[*_\s]*(🟡|🔵|⚪)\uFE0F?[*_\s]*$/u.exec(value.text)
  return found?.[1] === undefined
    ? none
    : [emojiToken(value, value.text.indexOf(found[1]), found[1])]
}

/** "✅ new step for the linter": behind a sign such a word belongs to what follows it. */
function describes(behind: string, word: string): boolean {
  return (
    /^(?:new|open|active|ready|draft|planned|scheduled)$/i.test(word) &&
    /^ (?!(?:since|on|by|in|as|for|with|at|to|and|after|until|from|due)\b)[a-z]/.test(behind)
  )
}

/** Whether a word of a status could stand at the beginning, unless something else than a letter does. */
function mayLead(text: string): boolean {
  return !isLetter(codeAt(text, 0)) || !isLetter(codeAt(text, 1)) || isInitial(text, 0)
}

/** Letters and single blanks at the beginning, behind signs of status and emphasis. */
const leadingLetters = once(() => new RegExp(`^(?:${decoration}|\\s)*(\\p{L}[\\p{L}\\p{M}]*(?: \\p{L}[\\p{L}\\p{M}]*){0,2})(?!\\s?[\\p{L}\\p{M}])`, 'u')) // prettier-ignore

/** The same of a text in ASCII. */
const leadingLettersInAscii = /^(?:[*_~`]|\s)*([a-z]+(?: [a-z]+){0,2})(?!\s?[a-z])/i

/** A word of another language counts only where nothing but signs and figures follow: what it means in a sentence is not known. */
function foreignTokens(value: Piece): readonly Token[] {
  const letters = (signsIn(value) & beyond) === 0 ? leadingLettersInAscii : leadingLetters()
  const found = letters.exec(value.text)
  const word = found?.[1]
  const status = word === undefined ? undefined : foreignStatus(word)
  if (word === undefined || status === undefined) return none
  const from = (found?.[0].length ?? 0) - word.length
  return [token(part(value, from, from + word.length), 'word', status)]
}

/** `[x] complete` */
function boxedTokens(value: Piece, length: number): readonly Token[] {
  const rest = part(value, length, value.text.length)
  return [checkboxToken(part(value, 0, length)), ...findValueTokens(rest)]
}

/** The word that ends what a value begins with. */
function leadingToken(value: Piece, lead: string, word: string): Token {
  return wordToken(value, lead.length - word.length, word)
}

/** The status tokens around a title: an emoji at either end, a word in capitals or parentheses, or behind an emoji, at its end. */
export const titleTokens: (title: Piece) => readonly Token[] = ofPiece(findTitleTokens)

function findTitleTokens(title: Piece): readonly Token[] {
  const signs = signsIn(title)
  if ((signs & (picture | bracket | capitals)) === 0) return none
  const hasSigns = (signs & picture) !== 0 && anyEmoji.test(title.text)
  if (!hasSigns && !endsAsStatus(title.text)) return none
  const found: Token[] = []
  const lead = hasSigns ? leadingEmoji.exec(title.text) : null
  const from = lead?.[1] === undefined ? 0 : lead[0].length
  if (lead?.[1] !== undefined)
    found.push(emojiToken(title, lead[0].length - lead[1].length, lead[1]))
  const rest = from === 0 ? title.text : title.text.slice(from)
  // A small word shows a status only behind a sign.
  const hasMore = hasSigns && (from === 0 || anyEmoji.test(rest))
  const mayEnd = (hasMore || endsAsStatus(rest)) && maySayStatus(rest)
  const word = mayEnd ? trailingWord.exec(rest) : null
  let cut = rest.length
  if (word?.[1] !== undefined && standsAsStatus(rest, word, word[1])) {
    const at = word.index + word[0].toLowerCase().indexOf(word[1].toLowerCase())
    found.push(wordToken(title, from + at, word[1]))
    cut = at
  }
  if (!hasMore) return withoutOutcome(title, found)
  for (const stretch of word ? [rest.slice(0, cut), rest] : [rest]) {
    const emoji = lastEmoji.exec(stretch)
    if (emoji?.[1] === undefined || stretch.slice(0, emoji.index).trim() === '') continue
    const token = emojiToken(title, from + emoji.index, emoji[1])
    if (!found.some((other) => other.start === token.start)) found.push(token)
  }
  return withoutOutcome(title, found)
}

/** "Update the list: WG-4 → ✅ Complete" says what is to be written, not how far it is. */
function withoutOutcome(title: Piece, found: readonly Token[]): readonly Token[] {
  if (found.length === 0 || (signsIn(title) & (greater | beyond)) === 0 || !/→|->|=>|⇒/.test(title.text)) return inOrder(found) // prettier-ignore
  const isOutcome = ({ start }: Token): boolean =>
    /(?:→|->|=>|⇒)[\s*_(]*$/.test(title.text.slice(0, start - title.start).replace(anyEmojis, ''))
  return inOrder(found.filter((token) => !isOutcome(token)))
}

const anyEmojis = new RegExp(emojiPattern, 'gu')

function inOrder(found: readonly Token[]): readonly Token[] {
  return found.length > 1 ? found.toSorted((a, b) => a.start - b.start) : found
}

const none: readonly Token[] = []

/** Whether a word in capitals, or something in parentheses, ends a text; without an emoji nothing else shows a status. */
function endsAsStatus(text: string): boolean {
  for (let at = text.length - 1; at >= 0; at--) {
    const code = codeAt(text, at)
    if (code >= 128 || code <= 32 || '.!*_~`'.includes(text[at] ?? '')) continue
    return (code >= 65 && code <= 90) || code === 41 || code === 93
  }
  return false
}

function standsAsStatus(text: string, found: RegExpExecArray, word: string): boolean {
  const at = found.index + found[0].toLowerCase().indexOf(word.toLowerCase())
  const before = text.slice(0, at)
  if (before.trim() === '') return false
  if (emojiBefore.test(before)) return true
  if (/[([]\s*$/.test(before) && /^\s*[)\]]/.test(text.slice(at + word.length))) return true
  return (
    word.length > 2 &&
    word === word.toUpperCase() &&
    /[—–:-]\s*\**$|\s\**$/.test(before) &&
    /[A-Z]/.test(word)
  )
}

/** The title without the status tokens at its ends, and without the dashes, colons and empty parentheses they leave. */
export function withoutTokens(title: Piece, tokens: readonly Token[]): string {
  if (tokens.length === 0) return withoutEnds(withoutWarnings(title))
  let text = title.text
  for (const token of tokens.toReversed()) {
    const from = token.start - title.start
    text = text.slice(0, from) + ' ' + text.slice(from + token.text.length)
  }
  const calm = text.includes('⚠') ? text.replace(/⚠\uFE0F?/gu, ' ') : text
  const noted = calm
    .replace(/\s+/g, ' ')
    // What a token leaves empty; `run()` had nothing inside to begin with.
    .replace(/(?<!\w)[([] ?[)\]]|\*\* ?\*\*/g, ' ')
    .replace(/ ?\((?:PR|commit|see|\d{4}-)[^()]{0,200}\) ?$/i, '')
  return withoutEnds(noted)
}

/** Where no token stands, only signs of warning, odd blanks and empty emphasis go. */
function withoutWarnings(title: Piece): string {
  const signs = signsIn(title)
  const { text } = title
  const calm =
    (signs & picture) !== 0 && text.includes('⚠') ? text.replace(/⚠\uFE0F?/gu, ' ') : text
  const even = (signs & oddBlanks) !== 0 || calm !== text ? calm.replace(/\s+/g, ' ') : calm
  return (signs & asterisk) === 0 || !(even.includes('****') || even.includes('** **'))
    ? even
    : even.replace(/\*\* ?\*\*/g, ' ')
}

function withoutEnds(text: string): string {
  const last = codeAt(text, text.length - 1)
  if (!isJoint(codeAt(text, 0)) && !isJoint(last)) return isBlank(last) ? text.trim() : text
  return (
    withoutEnd(text)
      // `-0.05: one way only` keeps its sign.
      .replace(/^\s*(?:[—–:]|-(?!\d)){1,3}\s*/, '')
      .trim()
  )
}

/** A blank, a dash or a colon: what joins a token to a title. */
function isJoint(code: number): boolean {
  return code === 32 || code === 45 || code === 58 || code === 9 || code === 0x2013 || code === 0x2014 // prettier-ignore
}

/** A loop, since a pattern for a run at the end takes quadratic time on runs elsewhere. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && ' —–:-'.includes(text[end - 1] ?? '')) end--
  return text.slice(0, end)
}

function emojiToken(whole: Piece, from: number, text: string): Token {
  const status = emojiStatus.get(text.endsWith('\uFE0F') ? text.slice(0, -1) : text) ?? 'pending'
  return token(part(whole, from, from + text.length), 'emoji', status)
}

function wordToken(whole: Piece, from: number, text: string): Token {
  return token(part(whole, from, from + text.length), 'word', wordStatus(text))
}

const wordStatus: (text: string) => Status = ofText(
  (text: string) => wholeWords.find(({ pattern }) => pattern.test(text))?.status ?? 'pending',
)

function token({ start, end, text }: Piece, kind: Token['kind'], status: Status): Token {
  return { start, end, text, signs: -1, known: undefined, kind, status }
}

/** What the tokens of one place say together: a word beats an emoji. Null when there are none. */
export function statusOf(tokens: readonly Token[]): Status | null {
  if (tokens.length === 0) return null
  const box = tokens.find((token) => token.kind === 'checkbox')
  const word = tokens.find((token) => token.kind === 'word')
  return (word ?? box ?? tokens[0])?.status ?? null
}
