import { codeAt } from '../../../base/index.ts'
import { matches } from './matches.ts'
import { ofText } from './remember.ts'

// The shapes of ids: `WG-12`, `3.4`, `ACT-7`, `T2.1`, `P0-1`, `A1`, `G.1`, `B1.2.3`, `2B.1`, `INT.1`, `R-G1`, `B.3.1-CORE`, `#861`,
// `Sub-Goal 3`.

const shape = String.raw`(?:#\d+|[A-Z]{2,6}-\d{4}-\d\d-\d\d-[A-Z]{1,2}\d+|[A-Za-z]{1,12}(?:-[A-Za-z]{1,8})?[-.]\d+[A-Za-z]?(?:[.-]\d+[a-z]?)*(?:-[A-Z]{2,10}(?![\w-]))?|[A-Z]{1,3}-[A-Z]{1,2}\d+[a-z]?|[A-Z]{1,5}\d+(?:\.\d+)*[a-z]?(?:-[A-Z]{0,2}\d+)?|\d+(?:\.\d+)*\.[A-W](?![\w-])|\d+[A-Z]?(?:\.\d+)+[a-z]?|\d+[A-Z](?:\.\d+)*|\d+)`
const worded = String.raw`(?:Task|Action|Step|Sprint|Story|Epic|Issue|Item|Ticket|Deliverable|Sub-?[Gg]oal|Goal|Subtask|Milestone|Feature|Enhancement)`

/** `S1/F4`: what carries several names at once. */
const pair = String.raw`[A-Z]{1,5}-?\d+(?:\.\d+)*(?:/[A-Z]{1,5}-?\d+(?:\.\d+)*)+`
const whole = new RegExp(`^(?:${shape}|${pair})$`)
const wordedWhole = new RegExp(`^${worded}\\s+#?${shape}$`, 'i')
const leading = new RegExp(
  `^(?:(${worded})\\s+|((?:Task|Action|Step)):\\s+)?(${pair}|${shape})(?=$|[\\s:)\\]—–,/*_~\`-]|\\.\\s)`,
  'i',
)

/** Whether the text is nothing but an id. */
export function isId(text: string): boolean {
  return (whole.test(text) && !isNoId(text)) || wordedWhole.test(text)
}

/** Whether a cell of an ID column is an id: there `P1` and `S3` are meant as such. */
export function isColumnId(text: string): boolean {
  return (whole.test(text) && !isNoName(text)) || isId(text)
}

/** Plain priorities, versions, dates, quarters and counts look like ids and are none. */
function isNoId(text: string): boolean {
  if (text.length <= 3 && /^(?:P[0-4]|[Qq][1-4]|[Hh][12]|[Kk]8[Ss]?|[Ss]3|[Ff]1)$/.test(text))
    return true
  return isNoName(text)
}

/** What is never a task's id, wherever it stands: versions, dates, standards, names of things. */
function isNoName(text: string): boolean {
  return opensNames.has(codeAt(text, 0)) && names.test(text)
}

const names =
  /^(?:v\d|(?:(?:19|20)\d\d(?:[-.]\d+)*|ES\d+|HTTP\/?\d|UTF-?\d+|SHA-?\d+|MD5|AES-\d+(?:-[A-Z]+)?|ADR-\d+|RFC-?\d+|ISO-?\d+|EC2|IPv\d|OAuth2|BM25)$)/i
/** What these begin with. */
const opensNames = new Set(Array.from('vV12eEhHuUsSmMaArRiIoObB', (sign) => codeAt(sign, 0)))

export interface LeadingId {
  readonly id: string
  /** `Task`, `Sprint`, …, when such a word stands before the id. */
  readonly word: string | null
  /** Length of word and id in the text. */
  readonly length: number
}

/**
 * The id that a text begins with. Undefined when it begins with something else. With `certain` the form of the text says that an
 * id stands there, so that `H1` is none of the halves of a year.
 */
export function leadingId(text: string, certain = false): LeadingId | undefined {
  const found = leading.exec(text)
  const id = found?.[3]
  // "Step: 3 files" has no id, "Action: P1-005 - Dig" has.
  if (!found || id === undefined || (found[2] !== undefined && isNumber(id))) return undefined
  // `B.3.1-CORE` has an id; `step-1-init` is a name.
  if (id.length > 4 && /-[A-Z]*[a-z][A-Za-z]+$/.test(id)) return undefined
  const word = found[1] ?? found[2] ?? null
  // "1A. Dig" has an id, "3.1. Digging" the number of a chapter, "Q1. Where?" that of a question.
  if (codeAt(text, found[0].length) === 46 && !/^(?!Q)[A-Z]\d|^\d+[A-Z]/.test(id)) return undefined
  if (word === null && isNoId(id) && !(certain && /^(?:H[12]|S3|F1|V\d+)$/.test(id)))
    return undefined
  // "Sub-Goal 1" keeps its word: 1 alone would mean something else. "Task 2.1" is just 2.1.
  const keeps = word !== null && /goal|sprint|story|epic|milestone|feature/i.test(word)
  return { id: keeps ? `${word} ${id}` : id, word, length: found[0].length }
}

const wordBefore =
  /(?:task|action|step|sprint|story|epic|issue|item|ticket|deliverable|subgoal|goal|subtask|milestone|feature|enhancement)(?![a-z])/iy

/** Whether an id could begin at an offset: what comes there is a digit, `#`, letters joined to more, or a word such as `Task`. */
export function mayLead(text: string, from: number): boolean {
  let at = from
  while (isLetter(codeAt(text, at))) at++
  const code = codeAt(text, at)
  if (at === from) return code === 35 || isDigit(code)
  // `-`, `.` or `/`.
  if (isDigit(code) || (code >= 45 && code <= 47)) return true
  if (at - from > 11) return false
  wordBefore.lastIndex = from
  return wordBefore.test(text)
}

export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Whether a text is digits and nothing else. */
export function isNumber(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (!isDigit(codeAt(text, index))) return false
  return text !== ''
}

/** An id for comparing: without case, `#`, `Task` and emphasis. */
export function foldId(id: string): string {
  return isOneWord(id) ? id.toLowerCase() : foldWords(id)
}

const foldWords = ofText((id) => {
  const unmarked = id.toLowerCase().replace(/[*`#[\]()]/g, '')
  if (!/\s/.test(unmarked)) return unmarked
  return unmarked
    .replace(/^(?:task|action|item|step)\s+/, '')
    .replace(/\s+/g, ' ')
    .trim()
})

/** Whether a text is letters, digits, `-`, `.` and `/` only, as most ids are. */
function isOneWord(text: string): boolean {
  const { length } = text
  for (let index = 0; index < length; index++) {
    const code = codeAt(text, index)
    if (!isLetter(code) && !isDigit(code) && (code < 45 || code > 47)) return false
  }
  return true
}

/** The part of an id that its relatives share: `wg-` of `WG-040`, `t` of `T2.1`, `2b.` of `2B.3`. */
export function family(id: string): string {
  return foldId(id).replace(/\d+[a-z]?$/, '')
}

/** The letters before an id's first digit: `t` of `T2.1`, `wg-` of `WG-040`, empty for `3.4`. */
export function letters(id: string): string {
  const folded = foldId(id)
  let end = 0
  while (end < folded.length && !isDigit(codeAt(folded, end))) end++
  return folded.slice(0, end)
}

const rangeShape = new RegExp(
  `^(?:(?:${worded}|Tasks|Actions|Steps|Sprints)\\s+)?(${shape})\\s*(?:-|–|—|…|\\.\\.\\.?|to|through)\\s*(${shape})$`,
  'i',
)

/**
 * The folded ids that a range such as `2B.2-2B.5`, `A1–A5`, `ACT-341…343` or `3A-3C` stands for (R5).
 * Undefined when the text is no range: dates, versions and percents are none.
 */
export function range(text: string): readonly string[] | undefined {
  const [from, to] = ends(text) ?? []
  if (from === undefined || to === undefined) return undefined
  const first = split(from)
  const last = split(to)
  if (!first || !last) return undefined
  if (last.stem !== '' && last.stem !== first.stem) return undefined
  return first.letter ? letterRange(first, last) : numberRange(first, last)
}

/** The ids that an id stands for which is written as a range, `A1-A3`: `P0-1` is one id. */
export function severalIds(id: string): readonly string[] | undefined {
  return isId(id) && !/[-–—][A-Za-z#]/.test(id) ? undefined : range(id)
}

function ends(text: string): readonly string[] | undefined {
  if (!mayJoin(text)) return undefined
  const found = rangeShape.exec(text.trim())
  if (found) return [foldId(found[1] ?? ''), foldId(found[2] ?? '')]
  // "WG-040-WG-042": the id's own hyphen makes the cut ambiguous, so the middle decides.
  for (const match of matches(text, /[-–—]/g)) {
    const from = text.slice(0, match.index).trim()
    const to = text.slice(match.index + 1).trim()
    if (isId(from) && isId(to)) return [foldId(from), foldId(to)]
  }
  return undefined
}

/** Whether a digit, a dash or what else joins a range (dots, `to`, `through`), and a digit follow each other. */
function mayJoin(text: string): boolean {
  const { length } = text
  let joined = false
  let opened = false
  for (let index = 0; index < length; index++) {
    const code = codeAt(text, index)
    if (isDigit(code)) {
      if (joined) return true
      opened = true
    } else if (opened && '-–—.…oO'.includes(text[index] ?? '')) joined = true
  }
  return false
}

interface End {
  readonly stem: string
  readonly value: number
  readonly width: number
  readonly letter: boolean
}

function split(id: string): End | undefined {
  const number = /^(.*?)(\d+)$/.exec(id)
  if (number) {
    const digits = number[2] ?? ''
    return { stem: number[1] ?? '', value: Number(digits), width: digits.length, letter: false }
  }
  const letter = /^(.*\d)([a-z])$/.exec(id)
  if (!letter) return undefined
  const code = (letter[2] ?? '').charCodeAt(0)
  return { stem: letter[1] ?? '', value: code, width: 1, letter: true }
}

function numberRange(first: End, last: End): readonly string[] | undefined {
  if (last.letter || last.value <= first.value || last.value > first.value + 200) return undefined
  if (first.stem === '' && first.value >= 1000) return undefined
  const all: string[] = []
  for (let value = first.value; value <= last.value; value++) {
    const number = String(value)
    all.push(first.stem + (first.width === last.width ? number.padStart(first.width, '0') : number))
  }
  return all
}

function letterRange(first: End, last: End): readonly string[] | undefined {
  if (!last.letter || last.value <= first.value) return undefined
  return Array.from(
    { length: last.value - first.value + 1 },
    (_, index) => first.stem + String.fromCharCode(first.value + index),
  )
}
