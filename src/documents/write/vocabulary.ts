import type { Mark } from '../../model/index.ts'
import { garbledLike } from './garble.ts'
import type { WantedStatus } from './progress.ts'

/** The tokens that a document uses for each status, by kind. */
export interface Vocabulary {
  readonly tick: string
  readonly emoji: Readonly<Partial<Record<WantedStatus, string>>>
  readonly word: Readonly<Partial<Record<WantedStatus, string>>>
}

const usual = {
  emoji: { done: '✅', running: '🔄', pending: '⏳', failed: '❌' },
  word: { done: 'Complete', running: 'In Progress', pending: 'Pending', failed: 'Failed' },
} as const satisfies Record<'emoji' | 'word', Record<WantedStatus, string>>

const statuses: readonly WantedStatus[] = ['done', 'running', 'pending', 'failed']

/** What the document itself says for each status: the most frequent token of the kind. */
export function vocabularyOf(marks: readonly Mark[]): Vocabulary {
  const own = (kind: Mark['kind']): Partial<Record<WantedStatus, string>> => {
    const found: Partial<Record<WantedStatus, string>> = {}
    for (const status of statuses) {
      const token = mostFrequent(
        marks.filter(
          (mark) => mark.kind === kind && mark.status === status && !mark.text.endsWith('%'),
        ),
      )
      if (token !== undefined) found[status] = token
    }
    return found
  }
  return { tick: own('checkbox').done ?? '[x]', emoji: own('emoji'), word: own('word') }
}

function mostFrequent(marks: readonly Mark[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { text } of marks) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].toSorted(([, left], [, right]) => right - left)[0]?.[0]
}

/** The token that replaces a mark; the mark's own text when it says the right thing already or cannot say it. */
export function tokenFor(mark: Mark, wanted: WantedStatus, vocabulary: Vocabulary): string {
  if (mark.kind === 'checkbox') {
    if (wanted !== 'done') return mark.status === 'done' ? '[ ]' : mark.text
    return mark.status === 'done' ? mark.text : vocabulary.tick
  }
  if (mark.status === wanted) return mark.text
  // A phase that begins again, for its gates, does not take back what its heading says.
  if (mark.owner.kind === 'phase' && wanted === 'running' && mark.status !== 'pending')
    return mark.text
  if (mark.kind === 'emoji')
    return vocabulary.emoji[wanted] ?? garbledLike(usual.emoji[wanted], mark.text)
  if (mark.text.endsWith('%')) return wanted === 'done' ? '100%' : mark.text
  return inCaseOf(mark.text, vocabulary.word[wanted] ?? usual.word[wanted])
}

/** The word in capitals, lower case or as it is, as the token was. */
function inCaseOf(token: string, word: string): string {
  const letters = token.replace(/[^\p{L}]/gu, '')
  if (letters !== '' && letters === letters.toUpperCase() && letters.length > 1)
    return word.toUpperCase()
  if (letters !== '' && letters === letters.toLowerCase()) return word.toLowerCase()
  return word.replace(
    /\p{L}+/gu,
    (part) => (part[0] ?? '').toUpperCase() + part.slice(1).toLowerCase(),
  )
}
