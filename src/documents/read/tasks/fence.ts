import { scriptLanguage, type ScriptBlock } from '../../../model/index.ts'
import type { Fence } from '../text/blocks.ts'
import { letters } from '../text/ids.ts'
import { matches } from '../text/matches.ts'
import { mention, type Mention } from './mention.ts'
import type { Section } from '../text/sections.ts'
import { ofPiece } from '../text/remember.ts'
import { bracket, digit, signsIn } from '../text/signs.ts'
import { part, worded, type Piece } from '../text/text.ts'
import { titleOf, undrawn } from '../text/titles.ts'
import { checkboxToken, titleTokens, type Token } from '../text/tokens.ts'

/** Languages whose lines are a program's, unless they are checkboxes. */
const program =
  /^(?:ba|z|fi|c|power)?sh(?:ell|-session)?$|^(?:console|rust|rs|toml|ya?ml|json[c5]?|js|jsx|javascript|ts|tsx|typescript|python|py|go|java|c|cpp|sql|diff|html|css|xml|docker(?:file)?|make(?:file)?|mermaid|ini|env|ruby|rb|swift|kotlin|goap)$/

/** Whether a fence's lines are code rather than text. */
export function isProgram(fence: Fence): boolean {
  return program.test(fence.language)
}

/** Whether a fence holds commands of a shell. */
export function isShell(fence: Fence): boolean {
  return /^(?:bash|sh|shell|zsh|console)$/.test(fence.language)
}

/** Whether a fence says that it checks something: `js check`, `ts check`. */
export function isCheck({ language, info }: Fence): boolean {
  return scriptLanguage(language) !== null && /^check(?![\w-])/i.test(info)
}

/** The script that a fence of JavaScript or TypeScript holds, from its first line; null: nothing stands in it. */
export function codeOf({
  language,
  lines,
}: Fence): (Omit<ScriptBlock, 'place'> & { readonly place: Piece }) | null {
  const known = scriptLanguage(language)
  const code = lines
    .map(({ text }) => text)
    .join('\n')
    .trimEnd()
  const [first] = lines
  if (known === null || !first || code === '') return null
  return { language: known, code, place: worded(first.start, lines.at(-1)?.end ?? first.end, code) }
}

/** The tasks in a fence: checkboxes when most lines are, lines of a tree with ids, and mentions in `Agent A (role):` lists. */
export function fenceMentions(section: Section, fence: Fence, closed: boolean): readonly Mention[] {
  const boxes = fence.lines.filter((line) => checkboxOf(line) !== undefined)
  if (boxes.length > 0) {
    const spoken = fence.lines.filter(
      (line) => line.text.trim() !== '' && !/^\s*(?:\/\/|#|--)/.test(line.text),
    )
    if (boxes.length * 2 > spoken.length)
      return boxes.map((line) => boxMention(section, fence, line, closed))
  }
  if (isProgram(fence)) return []
  return [
    ...treeMentions(section, fence, closed),
    ...chainMentions(section, fence, closed),
    ...agentLists(section, fence),
  ]
}

const checkboxOf: (line: Piece) => RegExpExecArray | undefined = ofPiece(findCheckboxOf)

function findCheckboxOf(line: Piece): RegExpExecArray | undefined {
  if ((signsIn(line) & bracket) === 0) return undefined
  return /^\s*(?:[-*+]|\d+[.)])\s+(\[[ xX~/!>-]\])\s+(.+)$/.exec(line.text) ?? undefined
}

function boxMention(section: Section, fence: Fence, line: Piece, closed: boolean): Mention {
  const found = checkboxOf(line)
  const sign = found?.[1] ?? ''
  const at = line.text.indexOf(sign)
  const text = part(line, at + 3)
  const title = titleOf(text)
  const box = checkboxToken(part(line, at, at + 3))
  const id = title.firm ? title.id : null
  return mention({
    id, title: id === null && title.id !== null ? text.text : title.text, piece: text, form: 'fence', defines: !closed,
    section, block: fence, tokens: [box, ...title.tokens], where: 'fence', struck: title.struck,
  }) // prettier-ignore
}

/** `2A. Dig it ──→ 2B. Line it`: the nodes of a chain, which are tasks where nothing else defines them. */
function chainMentions(section: Section, fence: Fence, closed: boolean): readonly Mention[] {
  return fence.lines.flatMap((line) => {
    const cuts =
      (signsIn(line) & digit) !== 0 && /[>→➜⟶]/u.test(line.text)
        ? matches(line.text, chained)
        : noCuts
    if (cuts.length === 0) return []
    const starts = [0, ...cuts.map((cut) => cut.index + cut[0].length)]
    const nodes = starts.map((start, index) => undrawn(part(line, start, cuts[index]?.index)))
    const titles = nodes.map((node) => titleOf(node))
    const isChain = titles.every(({ id, firm, text, word }) => id !== null && firm && text !== '' && !/^\d+$/.test(id) && word === null) // prettier-ignore
    if (!isChain) return []
    return titles.map(
      (title, index) =>
      mention({
        id: title.id, title: title.text, piece: nodes[index] ?? line, form: 'fence', defines: false, weak: !closed,
        section, block: fence, tokens: title.tokens, where: 'fence', struck: title.struck,
      }), // prettier-ignore
    )
  })
}

const noCuts: readonly RegExpExecArray[] = []
const chained = /-{1,3}>|─+[>▶►→]|={1,2}>|⇒|→|➜|⟶/gu

/** What sets an id off from what it names: `T1: Dig`, `1A. Dig`. */
const setOff = /[:—–]|^\S+\.\s/

/** `Task 1: ✓ [Agent] - [Outcome]`: a form that somebody is to fill in. */
const blank = /^\W*\[[A-Z][\w ]*\](?:\s*[—–:-]+\s*\[[^\]]*\])*$/

/** The line up to the right side of the box that it stands in. */
function inBox(text: Piece): Piece {
  const side = text.text.search(/\s*[│┃║]/u)
  return side <= 0 ? text : part(text, 0, side)
}

/** What stands to the right of a box may say how far its task is. */
function besideBox(all: Piece, inside: Piece): readonly Token[] {
  return inside === all ? [] : titleTokens(part(all, inside.text.length))
}

/** `├── T1.1: Check it`: lines of a tree, list or box that carry an id. */
function treeMentions(section: Section, fence: Fence, closed: boolean): readonly Mention[] {
  const stack: { readonly depth: number; readonly mention: Mention }[] = []
  const result: Mention[] = []
  for (const line of fence.lines) {
    if ((signsIn(line) & digit) === 0) continue
    const all = undrawn(line)
    const text = inBox(all)
    if (/→|──+>|-->|=>|\|\||∥/.test(text.text)) continue
    const title = titleOf(text)
    if (title.id === null || !title.firm || title.text === '' || !setOff.test(text.text)) continue
    if (blank.test(title.text)) continue
    // A sprint or goal in a drawing is a group of tasks.
    const isBare = /^\d+$/.test(title.id) && !/^(?:task|action)$/i.test(title.word ?? '')
    if (isBare || /sprint|goal|milestone|epic/i.test(title.word ?? '')) continue
    const depth = text.start - line.start
    // The lines of boxes that stand side by side are no tree.
    if (/[│┃║|]\s*$/.test(line.text)) stack.length = 0
    while (stack.length > 0 && (stack.at(-1)?.depth ?? 0) >= depth) stack.pop()
    const each = mention({
      id: title.id, title: title.text, piece: text, form: 'fence', defines: !closed, section, block: fence,
      parent: stack.at(-1)?.mention ?? null, tokens: [...title.tokens, ...besideBox(all, text)], where: 'fence', struck: title.struck,
    }) // prettier-ignore
    if (!/[│┃║|]\s*$/.test(line.text)) stack.push({ depth, mention: each })
    result.push(each)
  }
  return result
}

/** "Agent A (test-runner - Tests):" and the numbered lines below it bind an agent to titles that stand elsewhere. */
function agentLists(section: Section, fence: Fence): readonly Mention[] {
  const result: Mention[] = []
  let agent: string | null = null
  for (const line of fence.lines) {
    const head = /^\s*(?:Agent\s+\w+\s*\(([\w-]+)[^)]*\)|([a-z][\w-]*)\s+agent)\s*:\s*$/.exec(
      line.text,
    )
    if (head) agent = head[1] ?? head[2] ?? null
    const entry = /^\s*(?:\d+[.)]|[-*•])\s+(.+)$/.exec(line.text)
    if (!entry) continue
    const text = part(line, line.text.length - (entry[1] ?? '').length)
    result.push(
      mention({
        id: null, title: text.text, piece: text, form: 'agents', defines: false, section, block: fence, where: 'fence', agent,
      }), // prettier-ignore
    )
  }
  return result
}

/** Adds the families of ids that a fence shows firmly, for reading lists with looser ids. */
export function fenceFamilies(fence: Fence, families: Set<string>): void {
  if (isProgram(fence)) return
  for (const line of fence.lines) {
    if ((signsIn(line) & digit) === 0) continue
    const { id, firm } = titleOf(undrawn(line))
    if (id === null || !firm) continue
    const family = letters(id)
    if (family !== '') families.add(family)
  }
}
