import { codeAt, folded, keeping } from '../../../base/index.ts'
import { isDigit, isLetter } from './ids.ts'
import { initialsOf } from './initials.ts'
import { ofText } from './remember.ts'
import { roleIn } from './role-patterns.ts'
import type { Role } from './role-words.ts'
import { plain } from './words.ts'

export type { Role }

/** Several questions are asked of a title without its markup. */
const plainTitle: (title: string) => string = ofText(plain)

/** The title as roles are matched: lower case, without numbers in front, emoji, parentheses and punctuation. */
export const roleTitle: (title: string) => string = ofText(findRoleTitle)

function findRoleTitle(title: string): string {
  const whole = plainTitle(title)
  const open = whole.includes('(') ? whole.replace(/\([^()]*\)/g, ' ') : whole
  const simple = folded(open, lettersOnly, blank, behindNumber(open))
  if (simple !== undefined) return simple
  const lower = open.toLowerCase()
  const said =
    lower.includes('—') || lower.includes('–')
      ? lower.replace(/[—–].*?(?:complete|passing|done|pending|in progress).*$/, ' ')
      : lower
  return said
    .replace(/^\W*(?:\d+[.)]\s*)?/, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
}

const lettersOnly = keeping('')
const blank = 32

/** Where a title begins behind the number of a list in front of it: `1. Dig`. */
function behindNumber(title: string): number {
  const { length } = title
  let start = 0
  while (start < length && !isWord(codeAt(title, start))) start++
  let end = start
  while (isDigit(codeAt(title, end))) end++
  const code = codeAt(title, end)
  return end > start && (code === 46 || code === 41) ? end + 1 : start
}

/** What `\w` means. */
function isWord(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 95
}

/** Behind a phase's number these say what stands below. */
const tellingBehind: ReadonlySet<Role> = new Set([
  'deliverables',
  'criteria',
  'gate',
  'metrics',
  'risk',
  'rollback',
  'prompt',
  'graph',
  'timeline',
  'agents',
])

/** The role that a title names. Undefined when it names none, so that the section inherits. */
export const roleOf: (title: string) => Role | undefined = ofText(findRoleOf)

function findRoleOf(title: string): Role | undefined {
  if (isMethod(title)) return methodRole(title)
  // "Quality Gate: the sources are sound": what stands before the colon says what it is.
  const head = title.includes(':') ? /^([^:]+):\s/.exec(plainTitle(title))?.[1] : undefined
  if (
    head !== undefined &&
    /gate/i.test(head) &&
    /^(?:quality|validation|verification|decision|release|exit) gates?(?: \w{1,4})?$/.test(
      roleTitle(head),
    )
  )
    return 'gate'
  const told = roleIn(roleTitle(title))
  // "Added to scripts/quality-gates.sh" is about a file.
  const own = told === 'gate' && title.includes('.') && fileName.test(title) ? undefined : told
  if (phaseNumber(title) === undefined) return own === undefined && namesMode(title) ? 'phase' : own
  // "Phase 1 Execution" is a prompt and "Week 1 Deliverables" are deliverables; else a phase is a phase.
  const rest = findRoleTitle(title.replace(phaseStart, ''))
  const behind = roleIn(rest)
  if (own === 'prompt' || own === 'contingency') return own
  // "Phase 3 (Login) depends on:" tells what another document's phase needs.
  if (/\b(?:depends on|needs|requires)$/.test(rest)) return 'graph'
  if (/^(?:\w+ )?(?:orchestration|commands?|scripts?|examples?)$/.test(rest)) return 'reference'
  if (/^(?:parallel|execution) groups$/.test(rest)) return 'coordination'
  if (/^(?:progress|status|monitoring|weekly) updates?\b/.test(rest)) return 'log'
  if (behind !== undefined && tellingBehind.has(behind) && !/[:—–-]\s/.test(title)) return behind
  return 'phase'
}

const fileName = /[\w-]\.(?:sh|[jt]s|py|md|ya?ml|json|toml)\b/

/** "Integration Phase", "Testing & Validation (Hybrid: …)": phases without a number. */
function namesMode(title: string): boolean {
  const hasMode =
    title.includes('(') &&
    /\((?:[^()]*\b)?(?:sequential|parallel|hybrid|swarm|iterative|concurrent)\b[^()]*\)\W*$/i.test(
      title,
    )
  return (
    hasMode || (/phase/i.test(title) && /\bphase\W*(?:\([^()]*\)\W*)?$/i.test(plainTitle(title)))
  )
}

const methodWords =
  /^(?:analyze|analyse|analysis|decompose|decomposition|strategi[sz]e|strategy|coordinate|coordination|execute|execution|synthesi[sz]e|synthesis|task analysis|task decomposition|strategy selection|agent assignment|execution planning|execution start|execution monitoring|dynamic execution|result synthesis|results? aggregation|assign|plan execution|task specifications?|progress tracking)(?:$|\s*[-—–:(].*$|\s+phase\b.*$)/i

/** Steps of the method that GOAP documents follow: headings such as "Phase 2: DECOMPOSE" (R2). */
export function isMethod(title: string): boolean {
  return mayBeMethod(title) && knownMethod(title)
}

const knownMethod: (title: string) => boolean = ofText(findIsMethod)

function findIsMethod(title: string): boolean {
  // Who says how a step's tasks are run means to run them: "Phase 1: Analysis (Sequential)".
  if (
    title.includes('(') &&
    /^\W*phase\b.*\((?:[^()]*\b)?(?:sequential|parallel|hybrid|swarm)\b[^()]*\)\W*$/i.test(title)
  )
    return false
  const whole = plainTitle(title)
  const numbered = hasDigit(whole) || mayBeKind(whole) ? numberedStep.exec(whole) : null
  const text = (numbered?.[1] ?? whole).trim()
  if (numbered || (isCapital(text, 0) && isCapital(text, 1) && shouted.test(text)))
    return methodWords.test(text)
  return (codeAt(text, text.length - 1) | 32) === 101 && methodPhase.test(text)
}

/** Numbers as words and letters: "Phase Two", "Phase II". */
const wordNumbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] as const // prettier-ignore
const spelt = `(?:${wordNumbers.join('|')})`
const numberedStep = new RegExp(
  `^\\W*(?:\\d+[.)]\\s*)?(?:\\d+|(?:phase|step|stage|part)\\s*(?:\\d+|[IVX]+|${spelt}))\\s*[:.)—–-]\\s*(.*)$`,
  'i',
)
const shouted = /^[A-Z]{6,}(?:\s*[-—–:(].*)?$/
const methodPhase = /^(?:analysis|decomposition|strategy|coordination|execution|synthesis) phase$/i

/** Whether a title begins with a number, a word in capitals, or the first letter of a word that steps have. */
function mayBeMethod(title: string): boolean {
  const { length } = title
  for (let index = 0; index < length; index++) {
    const code = codeAt(title, index)
    if (code >= 128) return true
    if (code >= 48 && code <= 57) return true
    if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) {
      const next = codeAt(title, index + 1)
      return (next >= 65 && next <= 90) || 'adsecpADSECP'.includes(title[index] ?? '')
    }
  }
  return false
}

function hasDigit(text: string): boolean {
  const { length } = text
  for (let at = 0; at < length; at++) if (isDigit(codeAt(text, at))) return true
  return false
}

function isCapital(text: string, at: number): boolean {
  const code = codeAt(text, at)
  return code >= 65 && code <= 90
}

function methodRole(title: string): Role {
  const text = plainTitle(title).toLowerCase()
  if (/decompos|task breakdown|task specification/.test(text)) return 'tasks'
  if (/tracking/.test(text)) return 'log'
  if (/analy[sz]|strateg/.test(text)) return 'analysis'
  if (/coordinat|agent assignment/.test(text)) return 'coordination'
  return 'method'
}

const kinds =
  'phase|sprint|week|wave|group|stage|iteration|batch|track|workstream|milestone|cycle|round|day|month|step|component|sub-?goal|goal|agent|epic|tier|level|part'
const phaseStart = new RegExp(
  `^\\W*(?:\\d+[.)]\\s*)?(?:${kinds})s?\\s+(?:\\d+[A-Za-z]?(?:\\.\\d+)*|[A-Z](?:\\.\\d+)*|[IVX]+|${spelt})(?:\\s*(?:[-–&+]|and)\\s*\\d+)?(?![\\w])`,
  'i',
)
const numbered = new RegExp(
  `^\\W*(?:\\d+[.)]\\s*)?(${kinds})s?\\s+#?(\\d+[A-Za-z]?(?:\\.\\d+)*|[A-Z](?:\\.\\d+)*|[IVX]+|${spelt})(?![\\w])`,
  'i',
)

export interface Numbered {
  /** `phase`, `week`, `goal`, …, in lower case. */
  readonly kind: string
  /** `1`, `2b`, `a`, …, in lower case. */
  readonly number: string
}

/** "Phase 2B: Javy" is the phase 2b. Undefined for a title without kind and number. */
export function phaseNumber(title: string): Numbered | undefined {
  return mayBeKind(title) ? knownNumber(title) : undefined
}

const knownNumber: (title: string) => Numbered | undefined = ofText(findPhaseNumber)

function findPhaseNumber(title: string): Numbered | undefined {
  const found = numbered.exec(plainTitle(title))
  const [, kind = '', number = ''] = found ?? []
  // A small letter alone is a word.
  if (
    !found ||
    (number.length === 1 && ((number >= 'a' && number <= 'z') || isBlankNumber(number)))
  )
    return undefined
  return { kind: kind.toLowerCase().replace('-', ''), number: figureOf(number.toLowerCase()) }
}

/** "two" is 2, so that "Phase Two" is what "Phase 2" speaks of. */
export function figureOf(number: string): string {
  const index = wordNumbers.findIndex((word) => word === number)
  return index < 0 ? number : String(index + 1)
}

/** "Week X", "Phase N": a form to be filled in. */
function isBlankNumber(number: string): boolean {
  return number === 'X' || number === 'N'
}

const isKind = initialsOf(kinds.split('|'))

/** Whether the first letters could be those of a kind: only signs and numbers stand before it. Markup may part the first two. */
function mayBeKind(title: string): boolean {
  const { length } = title
  let at = 0
  while (at < length && !isLetter(codeAt(title, at))) at++
  return at < length && (!isLetter(codeAt(title, at + 1)) || isKind(title, at))
}
