import { codeAt, folded, keeping, once } from '../../../base/index.ts'
import { isDigit, isLetter } from './ids.ts'
import { initialsOf } from './initials.ts'
import { keyPhrases, type Key } from './key-phrases.ts'
import { outlineOf } from './phrases.ts'
import { ofPiece } from './remember.ts'
import { beyond, bracket, colon, emphasis, oddBlanks, signsIn, strong } from './signs.ts'
import { part, worded, type Piece } from './text.ts'

/** A line of the form `**Name**: value` or `Name: value`. */
export interface Label {
  /** Without emphasis and colon. */
  readonly name: Piece
  /** What follows; its text is empty when nothing does. */
  readonly value: Piece
  readonly bold: boolean
  /** Which metadata the name stands for; undefined when it is a name of the author's own. */
  readonly key: Key | undefined
}

/** No name in bold is longer. */
const longestName = 200

/** A sign or two, such as an emoji, may stand before a bold name. */
const bold = (sign: string, flags: string): RegExp =>
  new RegExp(
    String.raw`^(?:[-*]\s+)?(?:${sign}\s+)?(\*\*|__)(?=\S)(.{1,${longestName}}?)\1\s*(\([^()]{1,120}\))?\s*(:|(?:[\u2014\u2013]|-{1,3})(?=\s)|(?=\()|$|(?<=:(?:\*\*|__)\s*))\s*(.*)$`,
    flags,
  )
const boldInAscii = bold('[^a-zA-Z0-9\\s*]{1,3}', '')
const boldInText = once(() => bold('[^\\p{Letter}\\p{Number}\\s*]{1,3}\\uFE0F?', 'u'))
const nameInAscii = /^([A-Z#][a-zA-Z0-9 /&'().#-]{1,80}?):(?:\s+(.*))?$/
const nameInText = once(() => /^([\p{Lu}#][\p{Letter}\p{Number} /&'’().#-]{1,80}?):(?:\s+(.*))?$/u)

/** Reads a line as a label. Undefined for ordinary text, and for bold words that begin a sentence. */
export const labelOf: (line: Piece) => Label | undefined = ofPiece(findLabelOf)

function findLabelOf(line: Piece): Label | undefined {
  const signs = signsIn(line)
  if ((signs & (strong | colon)) === 0) return undefined
  if ((signs & oddBlanks) === 0) {
    const usual = usualLabel(line)
    if (usual) return usual
  }
  const isPlain = (signs & beyond) === 0
  const found = mayOpenBold(line.text, signs) ? (isPlain ? boldInAscii : boldInText()).exec(line.text) : null // prettier-ignore
  if (found) return boldLabel(line, found)
  if ((signs & strong) !== 0 && line.text.startsWith('**')) {
    const status = statusLabel(line)
    if (status) return status
  }
  if ((signs & colon) === 0) return undefined
  const named = (isPlain ? nameInAscii : nameInText()).exec(line.text)
  if (!named) return undefined
  const name = named[1] ?? ''
  return {
    name: part(line, 0, name.length),
    value: part(line, name.length + 1),
    bold: false,
    key: keyOf(name),
  }
}

/** `**Name**: value` and `**Name:** value`, as most labels are: read without a pattern. Undefined for any other form. */
function usualLabel(line: Piece): Label | undefined {
  const { text } = line
  if (!text.startsWith('**') || codeAt(text, 2) === 32) return undefined
  const close = text.indexOf('**', 3)
  if (close === -1 || close > longestName + 2 || codeAt(text, close - 1) === 32) return undefined
  const closes = codeAt(text, close - 1) === 58
  const next = codeAt(text, close + 2)
  // A colon inside counts where letters follow, one behind always.
  const isBehind = next === 58
  if (!isBehind && !(closes && next === 32 && isLetter(codeAt(text, close + 3)))) return undefined
  const name = unmarked(part(line, 2, close - (closes ? 1 : 0)))
  return { name, value: part(line, close + (isBehind ? 3 : 2)), bold: true, key: keyOf(name.text) }
}

/** Whether bold words could stand at the beginning: there is no letter or digit. */
function mayOpenBold(text: string, signs: number): boolean {
  if ((signs & strong) === 0) return false
  const code = codeAt(text, 0)
  return !isLetter(code) && !isDigit(code)
}

function boldLabel(line: Piece, found: RegExpExecArray): Label | undefined {
  const inside = found[2] ?? ''
  const separator = found[4] ?? ''
  const value = found[5] ?? ''
  const filled = inside.trimEnd()
  const closes = filled.endsWith(':')
  if (separator === '' && value !== '' && !closes) return undefined
  const from = found[0].startsWith('**') ? 2 : found[0].indexOf(inside, found[0].indexOf(found[1] ?? '') + 2) // prettier-ignore
  const parenthesis = found[3] ?? ''
  const nameEnd =
    parenthesis === ''
      ? from + filled.length - (closes ? 1 : 0)
      : found[0].indexOf(parenthesis, from + inside.length) + parenthesis.length
  const name = unmarked(part(line, from, nameEnd))
  return {
    name,
    value: part(line, found[0].length - value.length),
    bold: true,
    key: keyOf(name.text),
  }
}

/** `**Status: done (2026-08-01).** It keeps …`: bold words that say how far it is, in front of a sentence. */
function statusLabel(line: Piece): Label | undefined {
  const found = /^\*\*((?:current )?status):\s+([^*]{1,120}?)\*\*(?=\s)/i.exec(line.text)
  if (!found) return undefined
  const [whole, name = ''] = found
  return {
    name: part(line, 2, 2 + name.length),
    value: part(line, 2 + name.length + 1, whole.length - 2),
    bold: true,
    key: 'status',
  }
}

/** A name without emphasis, and without a colon before its parentheses. */
function unmarked(name: Piece): Piece {
  const { start, end, text } = name
  if ((signsIn(name) & (emphasis | bracket)) === 0 || !/\*\*|__|:\s*\(/.test(text)) return name
  return worded(start, end, text.replace(/\*\*|__/g, '').replace(/:(?=\s*\()/, ''))
}

/** What each name stands for. */
const phraseKeys = once(() => {
  const found = new Map(keyPhrases())
  return { found, may: outlineOf(found.keys()) }
})

/** Which metadata a name stands for. Undefined when it is a name of the author's own. */
export function keyOf(name: string): Key | undefined {
  const { found, may } = phraseKeys()
  if (!mayBeKey(name)) return undefined
  const words = foldedName(name)
  return may(words) ? found.get(words) : undefined
}

const isKeyInitial = once(() => initialsOf([...phraseKeys().found.keys()]))

/** Whether the first two letters could be those of a key: most names are told from keys by them, without being folded. */
function mayBeKey(name: string): boolean {
  const start = firstLetter(name)
  for (let at = 0; at < start; at++) {
    const code = codeAt(name, at)
    // What stands in parentheses is no part of the key.
    if (code === 40 || code > 127) return true
  }
  return !isLetter(codeAt(name, start + 1)) || isKeyInitial()(name, start)
}

/** The same of a title. */
export const keyOfTitle: (title: Piece) => Key | undefined = ofPiece((title: Piece) =>
  keyOf(title.text),
)

function foldedName(name: string): string {
  const open = name.includes('(') ? name.replace(/\([^()]*\)/g, '') : name
  const simple = folded(open, allSigns, 32, firstLetter(open))
  if (simple !== undefined) return simple.slice(0, lengthToWord(simple))
  return open
    .toLowerCase()
    .replace(/^[^\p{Letter}]+|[^\p{Letter}\p{Number}]+$/gu, '')
    .replace(/\s+/g, ' ')
}

/** Only blanks part the words of a name. */
const allSigns = keeping(
  Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
    .filter((sign) => /[^\sA-Z]/.test(sign))
    .join(''),
)

function firstLetter(text: string): number {
  const { length } = text
  let start = 0
  while (start < length && !isLetter(codeAt(text, start))) start++
  return start
}

/** How long a text is without the signs behind its last letter or digit. */
function lengthToWord(text: string): number {
  let end = text.length
  while (end > 0 && !isLetter(codeAt(text, end - 1)) && !isDigit(codeAt(text, end - 1))) end--
  return end
}
