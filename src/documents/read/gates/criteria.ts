import type { Status } from '../../../model/index.ts'
import type { Item } from '../text/blocks.ts'
import { headingCommand, isRunnable, namedCommand } from '../text/command-lines.ts'
import type { PlacedToken } from '../text/tokens.ts'
import { part, worded, type Piece } from '../text/text.ts'
import { statedCheck } from './checks.ts'
import type { StatedCheck } from './stated-check.ts'
import { withoutStop } from '../text/stops.ts'
import {
  checkboxToken,
  statusOf,
  titleTokens,
  valueTokens,
  withoutTokens,
  type Token,
} from '../text/tokens.ts'
import { matches } from '../text/matches.ts'
import { beyond, greater, signsIn } from '../text/signs.ts'
import { plain, plainOf } from '../text/words.ts'

export interface CriterionDraft {
  readonly text: string
  readonly piece: Piece
  readonly tokens: readonly PlacedToken[]
  readonly status: Status | null
  readonly command: Piece | null
  readonly runnable: boolean
  readonly expect: string | null
  /** What the words state where no command heads them, or beside it. */
  readonly stated: StatedCheck | null
  /** A ✅ in front that may only be an ornament. */
  readonly adorned: boolean
}

/** A criterion from an item or a sentence. */
export function criterion(piece: Piece, item: Item | null): CriterionDraft {
  const { text, lead, result, tokens } = stripped(piece)
  const box = item?.checkbox ? checkboxToken(item.checkbox) : null
  const outcome = result ? valueTokens(result) : []
  const own = box
    ? [box, ...tokens]
    : result
      ? [...tokens.filter((token) => token.start < text.end), ...outcome]
      : tokens
  const unique =
    own.length < 2 ? own : [...new Map(own.map((token) => [token.start, token])).values()]
  const command = headingCommand(text) ?? namedCommand(text)
  const inside = titleTokens(text)
  const shown = withoutTokens(text, inside)
  const bare = shown === text.text ? plainOf(text) : plain(shown)
  const words = withoutStop(bare)
  const behind = result && outcome.length === 0 ? result : null
  // A word of status stays: without it "Approval not needed" would be an approval.
  const signs = inside.filter(({ kind }) => kind === 'emoji')
  const said = signs.length === inside.length ? bare : plain(withoutTokens(text, signs))
  const stated = statedCheck(said, behind && plain(behind.text))
  return {
    text: words === '' ? plainOf(text) : words,
    piece: item ?? piece,
    tokens: unique.map((token) => ({ token, where: 'list' })),
    status: box && !/x/i.test(box.text) ? box.status : statusOf(unique),
    command,
    runnable: command !== null && isRunnable(command.text),
    expect: stated?.expect ?? expectationOf(text, command, behind),
    stated,
    adorned:
      lead !== null &&
      lead.status === 'done' &&
      box === null &&
      outcome.length === 0 &&
      !unique.some((token) => token.kind === 'word'),
  }
}

/** "All PRs merged. `gh run list` shows green." are two criteria. */
export function sentences(value: Piece): readonly Piece[] {
  const result: Piece[] = []
  let start = 0
  for (const found of matches(value.text, /\.\s+(?=[\p{Lu}`])/gu)) {
    if ((value.text.slice(start, found.index).split('`').length - 1) % 2 === 1) continue
    result.push(part(value, start, found.index))
    start = found.index + found[0].length
  }
  result.push(part(value, start, value.text.replace(/\.$/, '').length))
  return result.filter((piece) => piece.text !== '')
}

const arrowWithin = /\s(?:→|->|=>|⇒)\s/

/** The text of an item without status tokens, and what stands behind a trailing arrow. */
function stripped(item: Piece): {
  readonly text: Piece
  readonly lead: Token | null
  readonly result: Piece | null
  readonly tokens: readonly Token[]
} {
  const tokens = titleTokens(item)
  const lead = tokens.find((token) => token.start === item.start && token.kind === 'emoji') ?? null
  const from = lead ? lead.text.length : 0
  const mayPoint = (signsIn(item) & (greater | beyond)) !== 0
  const arrow = mayPoint ? arrowWithin.exec(item.text.slice(from)) : null
  const end = arrow ? from + arrow.index : item.text.length
  const cut = part(item, from, end)
  // Where that is all of the item, its tokens are known.
  const text = cut.end === item.end && cut.text === item.text ? item : cut
  return { text, lead, result: arrow ? part(item, end + arrow[0].length) : null, tokens }
}

/** What must come out: behind the arrow, or behind the command. */
function expectationOf(text: Piece, command: Piece | null, result: Piece | null): string | null {
  if (result) return plain(result.text)
  if (!command) return null
  const behind = text.text
    .slice(command.end - text.start)
    .replace(/^`+\s*/, '')
    .trim()
  const words = plain(withoutTokens(worded(0, 0, behind), titleTokens(worded(0, 0, behind))))
  return words === '' ? null : words
}

/** The text of an item without its marks, for looking at what heads it. */
export function criterionText(item: Piece): Piece {
  return stripped(item).text
}

/** `8/8`, `7/8 passed` */
const ratio = /^\W*\d+\s*\/\s*\d+(?:\s+(?:passed|passing|met|done|complete))?\W*$/i

/** Whether a value says nothing but a status: `✅ COMPLETE`, `8/8`. */
export function statusOnly(value: Piece): boolean {
  if (ratio.test(value.text)) return true
  const tokens = valueTokens(value)
  return (
    tokens.length > 0 && plain(withoutTokens(value, tokens)).replace(/\([^()]*\)/g, '').length < 3
  )
}
