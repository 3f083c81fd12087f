import { codeAt } from '../../../base/index.ts'
import { ofPiece, ofText } from './remember.ts'
import { isBlank } from './blanks.ts'
import { isDigit, isLetter, isNumber, leadingId, mayLead, range, type LeadingId } from './ids.ts'
import { phaseNumber } from './roles.ts'
import { bracket, digit, earlyDigit, markup, oddBlanks, signsIn, signsOf } from './signs.ts'
import { part, type Piece } from './text.ts'
import { titleTokens, valueTokens, withoutTokens, type Token } from './tokens.ts'
import { plain, withSingleBlanks } from './words.ts'

/** A task's text taken apart. */
export interface Title {
  readonly id: string | null
  /** How firmly the id stands: followed by `:`, `—`, `)` or in bold, or only by a space. */
  readonly firm: boolean
  /** `Task`, `Sprint`, … before the id. */
  readonly word: string | null
  readonly text: string
  readonly tokens: readonly Token[]
  readonly struck: boolean
}

/** Whether a title can have an id: each has a digit. */
export function mayHaveId(whole: Piece): boolean {
  return (signsIn(whole) & digit) !== 0
}

/** Takes a heading, item, bold line or cell apart: id, title and status tokens. */
export const titleOf: (whole: Piece) => Title = ofPiece(findTitleOf)

function findTitleOf(whole: Piece): Title {
  const tokens = titleTokens(whole)
  const text = withoutTokens(whole, tokens)
  const struck = text.startsWith('~~') && text.length > 3 && text.endsWith('~~')
  const signs = text === whole.text ? signsIn(whole) : signsOf(text)
  const found =
    (signs & earlyDigit) === 0 ? undefined : idOf(text, (signs & (markup | oddBlanks)) === 0)
  if (!found)
    return {
      id: null,
      firm: false,
      word: null,
      text: (signs & (markup | oddBlanks)) === 0 ? text : withoutColon(plain(text)),
      tokens,
      struck,
    }
  const aside = tokens.length === 0 ? asideBehind(whole, found.id ?? '') : none
  return { id: found.id, firm: found.firm, word: found.word, text: found.text, tokens: aside.length > 0 ? aside : tokens, struck } // prettier-ignore
}

const none: readonly Token[] = []

/** `**WG-051** (✅ Complete — 2026-03-24): Keep it`: what stands between an id and its colon tells how far it is. */
function asideBehind(whole: Piece, id: string): readonly Token[] {
  if ((signsIn(whole) & bracket) === 0) return none
  const at = whole.text.indexOf(id) + id.length
  const inside = /^(?:\*\*)?\s*\(([^()]+)\)(?:\*\*)?\s*:/.exec(whole.text.slice(at))
  if (!inside) return none
  const from = at + inside[0].indexOf('(') + 1
  return valueTokens(part(whole, from, from + (inside[1] ?? '').length))
}

/** `**Dig:**` */
function withoutColon(text: string): string {
  return text.endsWith(':') ? text.slice(0, -1).trimEnd() : text
}

/** `**H1**: text`: in bold and before a colon it is meant as an id. */
const isMeant = /^(?:\*\*[\w.-]+(?:\*\*:|:\*\*)|[FHS]\d:\s)/

/** `**B2 (Dig)**: 4 h`: the name stands beside the id. */
const boldName =
  /^\*\*([\w.#-]+) \((?!\W*(?:\d|P\d|done|complete|pending|in progress|blocked|deferred|to ?do|new\b|optional|critical|high|medium|low|planned|skipped|wip))([^()]{3,80})\)(?:\*\*:|:\*\*)(?=\s|$)/

/** What sets an id off from the words behind it. Asked for where it ends only, so that no list is made of what it matched. */
const separatorBehind =
  /(?:\*\*|__|`|\]|~~)*\s*(?:\([^()]*\)\s*(?=:))?(?:\*\*|__)?(?:\s+(?:[Tt]ask|[Aa]ction)(?=:))?\s*(?::|—|–|-{1,3}(?=\s)|\)|\.(?=\s))/y
const endBehind = /(?:\*\*|__|`|\])*(?:\s|$)/y

function idOf(text: string, isPlain: boolean): Omit<Title, 'tokens' | 'struck'> | undefined {
  const open = openOf(text)
  if (!mayLead(text, open.length)) return undefined
  const named = open === '**' ? boldName.exec(text) : null
  if (named) {
    const whole = leadingId(named[1] ?? '')
    if (whole?.length === named[1]?.length && whole && !isNumber(whole.id))
      return { id: whole.id, firm: true, word: whole.word, text: isPlain ? (named[2] ?? '') : plain(named[2] ?? '') } // prettier-ignore
  }
  const behind = text.slice(open.length)
  const id = leadingId(behind) ?? (isMeant.test(text) ? leadingId(behind, true) : undefined)
  if (!id) return undefined
  const ranged = rangeBehind(text, open.length, id)
  const end = open.length + id.length + ranged.length
  const closed = isMark(text, end)
  const separator = endOf(separatorBehind, text, end)
  const after = separator < 0 ? endOf(endBehind, text, end) : separator
  if (after < 0) return undefined
  const firm = separator >= 0 || closed || id.word !== null || text.slice(end).trim() === ''
  // A bare number needs a firm separator that is no decimal or list mark: "3 files" has no id.
  if (id.word === null && !(separator >= 0 && open !== '') && isNumber(id.id)) return undefined
  const behindId = text.slice(after)
  const title =
    open.startsWith('**') && !closed && !text.slice(end, after).includes('**')
      ? behindId.replace('**', '')
      : behindId
  const bare = behindJoints(title)
  return { id: id.id + ranged, firm, word: id.word, text: isPlain ? bare : plain(bare) }
}

const upTo = /[-–—]([A-Za-z#]?[\w.#-]*\d[A-Za-z]?)(?=[\s:)*_`]|$)/y

/** `-B3.6` of `B3.5-B3.6: Check them`: several ids of one piece of work. Empty where none follows. */
function rangeBehind(text: string, from: number, { id, word, length }: LeadingId): string {
  const code = text.charCodeAt(from + length)
  if ((code !== 45 && code !== 0x2013 && code !== 0x2014) || !isLettered(id, word)) return ''
  upTo.lastIndex = from + length
  const found = upTo.exec(text)
  return found && range(`${id}-${found[1] ?? ''}`) !== undefined ? found[0] : ''
}

/** "1-2 days" is no range of tasks, "Task 2.1-2.4" is. */
function isLettered(id: string, word: string | null): boolean {
  return word === null ? isLetter(id.charCodeAt(0)) : /^(?:task|action)$/i.test(word)
}

/** Where what a sticky pattern matches from an offset on ends; -1 where it does not match. */
function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** Whether the end of bold, code or a bracket stands at an offset. */
function isMark(text: string, at: number): boolean {
  const code = codeAt(text, at)
  if (code === 96 || code === 93) return true
  return (code === 42 || code === 95) && codeAt(text, at + 1) === code
}

/** The text behind the blanks, dashes and colons in front of it. */
function behindJoints(text: string): string {
  const { length } = text
  let start = 0
  while (start < length && isJoint(codeAt(text, start))) start++
  return start === 0 ? text : text.slice(start)
}

function isJoint(code: number): boolean {
  return code === 58 || code === 45 || code === 0x2013 || code === 0x2014 || isBlank(code)
}

/** The marks that a text opens with. */
function openOf(text: string): string {
  const code = codeAt(text, 0)
  const opens = code === 126 || code === 42 || code === 95 || code === 96 || code === 91
  return opens ? (/^(?:~~|\*\*|__|`|\[)+/.exec(text)?.[0] ?? '') : ''
}

/** A piece without the list mark, number or tree drawing in front. */
export const undrawn: (line: Piece) => Piece = ofPiece(findUndrawn)

function findUndrawn(line: Piece): Piece {
  const drawing = /^[\s│├└─┬┌┐┘┴┤┼|+*•▸▶>\\`-]*/u.exec(line.text)?.[0].length ?? 0
  return part(line, drawing)
}

/** A heading's text without status tokens, emphasis and list number. */
export const cleanTitle: (title: Piece) => string = ofPiece(findCleanTitle)

function findCleanTitle(title: Piece): string {
  const text = plain(withoutTokens(title, titleTokens(title)))
  const whole = isJoint(codeAt(text, text.length - 1)) ? text.replace(/\s[-–—]+\s*$/, '') : text
  return isDigit(codeAt(whole, 0)) ? whole.replace(/^\d+[.)]\s+/, '') : whole
}

/** What a title says behind its number or range of numbers, without parentheses: "Fix Build Failures" of "Phase 1: Fix Build Failures (P0)". */
export const nameOf: (title: string) => string = ofText(findNameOf)

function findNameOf(title: string): string {
  const number = phaseNumber(title)
  const text = title.includes('(') ? title.replace(/\([^()]*\)/g, ' ') : title
  const rest = number
    ? text.replace(
        /^\W*[a-z-]+\s+#?[\w.]+(?:[-–—+&]\d+(?![\w.]))?\s*(?:(?:execution|sprints?|tasks?)\b)?\s*(?:[:.—–]|-{1,3})?\s*/i,
        '',
      )
    : text
  return withSingleBlanks(rest)
}
