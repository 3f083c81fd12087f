import { codeAt, folded, keeping } from '../../../base/index.ts'
import { isAscii } from './ascii.ts'
import { ofText } from './remember.ts'
import { markup, oddBlanks, signsIn } from './signs.ts'
import type { Piece } from './text.ts'

/** The text without emphasis, strike-through and link targets; back-ticks stay. */
export function plain(text: string): string {
  // Most texts have no markup at all.
  return mayHaveMarkup.test(text) || hasBlankEnds(text) ? withoutMarkup(text) : text
}

/** The same of a piece, whose signs are known. */
export function plainOf(piece: Piece): string {
  return (signsIn(piece) & (markup | oddBlanks)) === 0 ? piece.text : withoutMarkup(piece.text)
}

/** Signs of markup, blanks other than spaces, and two spaces. */
const mayHaveMarkup = /[*_~[\t-\r\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]|  /

/** The same without the markup. */
const hasOddBlanks = /[\t-\r\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]|  /

function hasBlankEnds(text: string): boolean {
  return codeAt(text, 0) === 32 || codeAt(text, text.length - 1) === 32
}

const withoutMarkup = ofText((text) =>
  text.includes('`') && /`[^`]*[*_~[][^`]*`/.test(text) ? besideCode(text) : outsideCode(text),
)

/** What stands in back-ticks stays as it is: `grep "a *b*"`. */
function besideCode(text: string): string {
  if (!hasMarkupBesideCode(text)) return text
  const code: string[] = []
  const marked = text.replace(/`[^`]+`/g, (span) => `\0${code.push(span) - 1}\0`)
  // oxlint-disable-next-line no-control-regex -- U+0000 stands in no text that is read
  return outsideCode(marked).replace(/\0(\d+)\0/g, (_, index) => code[Number(index)] ?? '')
}

function hasMarkupBesideCode(text: string): boolean {
  if (hasBlankEnds(text)) return true
  let start = 0
  for (let tick = text.indexOf('`'); tick !== -1;) {
    const end = text.indexOf('`', tick + 1)
    if (end === -1) break
    if (end > tick + 1) {
      if (mayHaveMarkup.test(text.slice(start, tick))) return true
      start = end + 1
      tick = text.indexOf('`', start)
    } else tick = end
  }
  return mayHaveMarkup.test(text.slice(start))
}

function outsideCode(whole: string): string {
  const text = whole.includes('[^') ? whole.replace(footnotes, '') : whole
  const unlinked = text.includes('](') ? text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1') : text
  const light = withoutStrong(unlinked)
  const even =
    light.includes('*') || light.includes('_')
      ? light.replace(/(^|[\s(])[*_]([^\s*_][^*_]*)[*_](?=[\s).,:;]|$)/g, '$1$2')
      : light
  return withSingleBlanks(even)
}

/** `[^1]`: where a footnote stands. */
const footnotes = /\[\^[^\]\s]{1,40}\]/g

function withoutStrong(text: string): string {
  if (text.includes('__') || text.includes('~~'))
    return text.replace(/\*\*|__(?=\S)|(?<=\S)__|~~/g, '')
  return text.includes('**') ? text.replace(/\*\*/g, '') : text
}

/** The text without blanks at its ends, and with one space for each run of blanks within. */
export function withSingleBlanks(text: string): string {
  return hasOddBlanks.test(text) || hasBlankEnds(text) ? text.replace(/\s+/g, ' ').trim() : text
}

/** For comparing: lower case, without markup, punctuation and what stands in parentheses. */
export const bare: (text: string) => string = ofText(findBare)

function findBare(text: string): string {
  const open = text.includes('(') ? text.replace(/\([^()]*\)/g, ' ') : text
  const simple = folded(open, inWords, 32)
  if (simple !== undefined) return simple
  return open
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}%#./+]+/gu, ' ')
    .trim()
}

/** Signs that belong to words: `a/b.rs`, `c++`, `80%`. */
const inWords = keeping('%#./+')

/** Endings that say nothing of what a word means; the longest come first. */
const endings = ['ations', 'ation', 'ments', 'ions', 'ment', 'ion', 'ing', 'ers', 'er', 'ed', 'es', 'ly', 's', 'e'] // prettier-ignore

const idle = new Set(
  (
    'a an the and or of to in on for with from by at as is are be all any our new into via per ' +
    'this that these those it its if when then than up add create implement make build write update ' +
    'complete done finish ensure perform do execute existing proper full ready required'
  ).split(' '),
)

for (const stem of Array.from(idle, stemOf)) idle.add(stem)

/** The words that carry a title's meaning, as rough stems; code such as `a/b.rs` stays one word. */
export const stems: (text: string) => ReadonlySet<string> = ofText(findStems)

function findStems(text: string): ReadonlySet<string> {
  const result = new Set<string>()
  const words = bare(text.includes('`') ? text.replaceAll('`', ' ') : text)
  const hasMarks = /[./#+]/.test(words)
  for (let start = 0; start < words.length;) {
    const blank = words.indexOf(' ', start)
    const end = blank === -1 ? words.length : blank
    const word = words.slice(start, end)
    start = end + 1
    if (!hasMarks) addStem(result, word)
    else if (/^[a-z]+\/[a-z]+$/.test(word))
      for (const each of word.split('/')) addStem(result, each)
    else addStem(result, word.replace(/^[./#+]+|[./+]+$/g, ''))
  }
  return result
}

function addStem(stems: Set<string>, word: string): void {
  if (word === '' || idle.has(word)) return
  const stem = stemOf(word)
  if (stem === word || !idle.has(stem)) stems.add(stem)
}

function stemOf(word: string): string {
  if (word.length < 5 || !mayEnd(word) || isName(word)) return word
  const ending = endings.find((each) => word.endsWith(each)) ?? ''
  return word.length - ending.length < 3 ? word : word.slice(0, word.length - ending.length)
}

/** Whether the last letter of a word is that of an ending. */
function mayEnd(word: string): boolean {
  const code = codeAt(word, word.length - 1)
  return code === 115 || code === 101 || code === 100 || code === 110 || code === 103 || code === 114 || code === 116 || code === 121 // prettier-ignore
}

/** Whether a word has a digit, a dot or a slash, so that no ending of it is one. */
function isName(word: string): boolean {
  const { length } = word
  for (let index = 0; index < length; index++) {
    const code = codeAt(word, index)
    if (code >= 46 && code <= 57) return true
  }
  return false
}

/** The share of the smaller title's stems that the larger one has too, 0 to 1. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const fewest = Math.min(a.size, b.size)
  return fewest === 0 ? 0 : sharedBy(a, b) / fewest
}

/** Shared stems over all stems, 0 to 1. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = sharedBy(a, b)
  const all = a.size + b.size - shared
  return all === 0 ? 0 : shared / all
}

function sharedBy(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size > b.size) return sharedBy(b, a)
  let shared = 0
  for (const stem of a) if (b.has(stem)) shared++
  return shared
}

const verbs = new Set(
  (
    'achieve activate adapt add address adjust adopt align allow analyze analyse apply archive assemble assess assign audit ' +
    'author automate await backfill backup benchmark bind block boot build bump cache calculate call capture catch change ' +
    'check checkout choose clarify clean cleanup clear clone close code collect commit compare compile complete compute ' +
    'conduct configure confirm connect consolidate convert coordinate copy correct cover create cut debug decide declare ' +
    'decouple deduplicate define delete deliver demonstrate deploy deprecate describe design detect determine develop diagnose ' +
    'disable discover distribute document download draft drop edit eliminate emit enable encode enforce enhance ensure ' +
    'enumerate establish estimate evaluate examine execute expand explore export expose extend extract fetch file fill ' +
    'filter finalize find finish fix format gather generate get handle harden identify implement import improve ' +
    'increase index ingest initialize inject inspect install instrument integrate introduce investigate isolate iterate keep ' +
    'kickoff land launch limit link lint list load locate log lower maintain make map mark measure merge migrate minimize ' +
    'mock model modify monitor move name normalize notify obtain open optimize orchestrate organize package parse patch ' +
    'perform persist pin plan poll port populate post prepare preserve prevent prioritize process produce profile promote ' +
    'propose protect prototype provide provision prune publish pull push query re-run rebase rebuild record reduce refactor ' +
    'refine refresh register release relocate remove rename render reorganize repair replace reply report reproduce request ' +
    'require research reset resolve respond restart restore restrict restructure retire retrieve retry return reuse revert ' +
    'review revise rewrite roll rotate route run sanitize save scaffold scan schedule scope search secure seed select send ' +
    'separate serialize serve set setup ship simplify simulate skip sort specify split stabilize stage standardize start ' +
    'stop store streamline strengthen stub study submit summarize support swap switch sync synchronize tag teach test ' +
    'tighten trace track train transform translate trigger trim triage tune turn uncomment unify update upgrade upload use ' +
    'validate verify visualize wait walk watch wire wrap write re-check re-trigger re-enable'
  ).split(' '),
)

/** Whether the text begins with a verb in the imperative. */
export function isImperative(text: string): boolean {
  const words = text.includes('`') ? plain(text).replaceAll('`', '') : plain(text)
  const pattern = isAscii(words) ? /^[^a-z]*([a-z-]+)/i : /^[^\p{Letter}]*([\p{Letter}-]+)/u
  const first = pattern.exec(words)?.[1] ?? ''
  return verbs.has(first.toLowerCase())
}

/** Whether the text tells a state of the world ("All tests passing", "No regressions") rather than something to do. */
export function isState(text: string): boolean {
  const words = plain(text)
    .replace(/\([^()]*\)/g, '')
    .replace(/[.\s✅]+$/u, '')
  if (/^(?:no|zero|all|every|each|none)\b/i.test(words)) return true
  if (isImperative(words)) return false
  return /\b(?:is|are|has|have|works?|passes|pass|passing|passed|succeeds?|met|exists?|obtained|approved|green|clean|complete|completed|configured|documented|deployed|verified|tested|updated|published|prepared|operational|working|functional|reviewed|merged|created|ready|removed|identified|implemented|applied|collected|fixed|resolved|established|validated|achieved|follows?|maintained|triggered|attached|current|valid|captured|reflects?|loaded|confirmed|defined|calculated|extracted)(?:$|\s*[,:]|\s+(?:with|in|on|for|and|by|to|at|from|when|as|using)\b)/i.test(
    words,
  )
}
