import type { Mark } from '../../model/index.ts'
import { inItsLanguage } from '../read/text/status-words.ts'
import { garbled, misread } from './garble.ts'
import type { WantedStatus } from './progress.ts'

/** What a document itself says for a status in the place of a mark; undefined when it says nothing that fits. */
export type Vocabulary = (mark: Mark, wanted: WantedStatus) => string | undefined

const usual = {
  emoji: { done: '✅', running: '🔄', pending: '⏳', failed: '❌' },
  word: { done: 'Complete', running: 'In Progress', pending: 'Pending', failed: 'Failed' },
} as const satisfies Record<'emoji' | 'word', Record<WantedStatus, string>>

/** Words that fit whatever was done. `Merged` or `Shipped` would claim more than was seen. */
const general: Readonly<Record<WantedStatus, RegExp>> = {
  done: /^(?:completed?|done|finished|pass(?:ed)?)$/i,
  running: /^(?:in[- ]progress|running|started|ongoing|active|wip|underway)$/i,
  pending: /^(?:pending|planned|to-?do|open|queued|not started)$/i,
  failed: /^failed$/i,
}

/** The vocabulary of a document's tokens. Marks of the same kind, place and owner share an answer, so that it is found once. */
export function vocabularyOf(marks: readonly Mark[]): Vocabulary {
  const found = new Map<string, string | undefined>()
  return (mark, wanted) => {
    const alike = `${mark.kind} ${mark.where} ${mark.owner.kind} ${wanted}`
    if (!found.has(alike)) found.set(alike, own(mark, wanted, marks))
    return found.get(alike)
  }
}

/**
 * What may replace a mark, the document's own token before the usual one. Empty: the mark says the right thing already, or cannot
 * say it.
 */
export function tokensFor(
  mark: Mark,
  wanted: WantedStatus,
  vocabulary: Vocabulary,
): readonly string[] {
  if (mark.status === wanted || holds(mark, wanted)) return []
  return [...new Set(candidates(mark, wanted, vocabulary))].filter((token) => token !== mark.text)
}

/**
 * A phase that begins again, for its gates, does not take back what its heading says; and what the document holds back (⏸) waits
 * as it says until it runs.
 */
function holds({ owner, status }: Mark, wanted: WantedStatus): boolean {
  if (wanted === 'pending') return status === 'blocked' || status === 'skipped'
  return owner.kind === 'phase' && wanted === 'running' && status !== 'pending'
}

function candidates(mark: Mark, wanted: WantedStatus, vocabulary: Vocabulary): readonly string[] {
  switch (mark.kind) {
    case 'checkbox':
      if (wanted === 'done') return [vocabulary(mark, wanted) ?? '[x]']
      // `[>]` and the like only where the document writes so.
      if (wanted === 'running' && mark.status !== 'done')
        return [vocabulary(mark, wanted) ?? []].flat()
      return mark.status === 'done' || (mark.status === 'running' && wanted !== 'running')
        ? ['[ ]']
        : []
    case 'emoji':
      return emojis(mark, wanted, vocabulary)
    case 'word':
      return words(mark, wanted, vocabulary)
  }
}

/** The document's emoji and the usual one, misread as the mark's own is. */
function emojis(mark: Mark, wanted: WantedStatus, vocabulary: Vocabulary): readonly string[] {
  const found = vocabulary(mark, wanted)
  const clear = found === undefined ? [] : [misread(found)[0]?.token ?? found]
  const tokens = [...clear, usual.emoji[wanted]]
  const ways = misread(mark.text)
  return ways.length === 0
    ? tokens
    : ways.flatMap(({ by }) => tokens.map((token) => garbled(token, by)))
}

function words(mark: Mark, wanted: WantedStatus, vocabulary: Vocabulary): readonly string[] {
  // A measured share stays until it is whole.
  if (/^\d+%/.test(mark.text)) return wanted === 'done' ? [mark.text.replace(/^\d+/, '100')] : []
  const foreign = inItsLanguage(mark.text, wanted)
  return [vocabulary(mark, wanted) ?? [], foreign ?? [], usual.word[wanted]]
    .flat()
    .map((word) => inCaseOf(mark.text, word))
}

/**
 * What the document itself says for a status where it speaks of the same kind of thing: in the same kind of place before any
 * other, and there what it says most often.
 */
function own(mark: Mark, wanted: WantedStatus, marks: readonly Mark[]): string | undefined {
  const same = marks.filter(
    ({ kind, status, text }) => kind === mark.kind && status === wanted && !/^\d+%/.test(text),
  )
  const alike = same.filter(({ owner }) => isGate(owner) === isGate(mark.owner))
  const beside = alike.filter(({ where }) => where === mark.where)
  if (mark.kind !== 'word') return mostFrequent(beside) ?? mostFrequent(alike) ?? mostFrequent(same)
  const fit = ({ text }: Mark): boolean => general[wanted].test(text)
  return (
    mostFrequent(beside.filter(fit)) ?? mostFrequent(alike.filter(fit)) ?? onlyWord(beside, mark)
  )
}

function isGate({ kind }: Mark['owner']): boolean {
  return kind === 'criterion'
}

/** A particular word (`Implemented`) counts when the document, in such places, knows no other and says it of several. */
function onlyWord(marks: readonly Mark[], { owner }: Mark): string | undefined {
  const words = new Set(marks.map(({ text }) => text.toLowerCase()))
  const owners = marks.filter((one) => one.owner.kind === owner.kind)
  return words.size === 1 && owners.length > 1 ? marks[0]?.text : undefined
}

function mostFrequent(marks: readonly Mark[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { text } of marks) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].toSorted(([, left], [, right]) => right - left)[0]?.[0]
}

type Case = 'upper' | 'lower' | 'other'

function caseOf(text: string): Case {
  const letters = text.replace(/[^\p{L}]/gu, '')
  if (letters.length > 1 && letters === letters.toUpperCase()) return 'upper'
  return letters !== '' && letters === letters.toLowerCase() ? 'lower' : 'other'
}

/** The word in capitals, in lower case or with capitals at the beginnings, as the token was. */
function inCaseOf(token: string, word: string): string {
  const style = caseOf(token)
  if (style === caseOf(word)) return word
  if (style === 'upper') return word.toUpperCase()
  if (style === 'lower') return word.toLowerCase()
  return word.replace(
    /\p{L}+/gu,
    (part) => (part[0] ?? '').toUpperCase() + part.slice(1).toLowerCase(),
  )
}
