import { parseExpectation } from '../../../model/index.ts'
import { isFileContent } from '../tasks/commands.ts'
import { isShell } from '../tasks/fence.ts'
import type { Fence, Item } from '../text/blocks.ts'
import { isCommand, isRunnable } from '../text/command-lines.ts'
import type { Section } from '../text/sections.ts'
import { part, worded, type Piece } from '../text/text.ts'
import type { CriterionDraft } from './criteria.ts'

// Shell fences in a gate: each of their commands is a criterion. A fence that is more than a list of commands says nothing for sure,
// and is left alone: a script, a file's content, a session with its output.

/** The commands of a gate's fences that belong to no item, each as a criterion of its own. */
export function fencedCommands(section: Section): readonly CriterionDraft[] {
  const ticked = section.fences.flatMap((fence) => tickedLines(fence))
  if (ticked.length > 0) return ticked
  if (
    !section.fences.some((fence) => isShell(fence) || isListOfCommands(fence)) ||
    /\.[a-z]\w{0,4}\W*$/i.test(section.title.text)
  )
    return []
  return section.fences.flatMap((fence) => (fence.item === null ? criteriaOf(fence, section) : []))
}

/** `✅ npm test` in a fence of text: where half of them are commands, each line is a criterion, and the marks are adornments. */
function tickedLines(fence: Fence): readonly CriterionDraft[] {
  if (fence.item !== null || !/^(?:text|bash|sh|shell)?$/.test(fence.language)) return []
  const lines = fence.lines.flatMap((line) => {
    const found = /^\s*(?:✅|☑|✔|✓|☐|⬜)\uFE0F?\s+(?=\S)/u.exec(line.text)
    return found ? [part(line, found[0].length)] : []
  })
  return lines.length < 2 || lines.filter(({ text }) => isCommand(text)).length * 2 < lines.length
    ? []
    : lines.map((line) => {
        const command = isCommand(line.text) && isPlain(line.text) ? line : null
        return { text: line.text, piece: line, tokens: [], status: null, command, runnable: command !== null && isRunnable(line.text), expect: null, stated: null, adorned: false } // prettier-ignore
      })
}

/** A fence without a language that has nothing but commands, two or more. */
function isListOfCommands({ language, lines, item }: Fence): boolean {
  const told = lines.filter(({ text }) => text.trim() !== '' && !text.startsWith('#'))
  return language === '' && item === null && told.length > 1 && told.every(({ text }) => isCommand(text)) // prettier-ignore
}

/** A criterion with the commands in the fence below it: the only one is its own, of several each is one more. */
export function withCommands(
  section: Section,
  item: Item,
  draft: CriterionDraft,
): readonly CriterionDraft[] {
  if (!hasCommands(section, item)) return [draft]
  const found = section.fences.flatMap((fence) =>
    fence.item === item ? criteriaOf(fence, section) : [],
  )
  const [first, ...others] = found
  if (!first || draft.command !== null || draft.stated !== null) return [draft, ...found]
  if (others.length > 0) return [draft, ...found]
  const { command, runnable, expect } = first
  const text = draft.text.replace(/\s*:$/, '')
  return [{ ...draft, text, command, runnable, expect: draft.expect ?? expect }]
}

/** Whether a shell fence stands below an item. */
export function hasCommands({ fences }: Section, item: Item): boolean {
  return fences.some((fence) => fence.item === item && isShell(fence))
}

function criteriaOf(fence: Fence, section: Section): readonly CriterionDraft[] {
  if (!isShell(fence) && !isListOfCommands(fence)) return []
  const above = section.blocks[section.blocks.indexOf(fence) - 1]
  if (isFileContent(fence, section, above?.kind === 'line' ? above.text : '')) return []
  const lines = commandLines(fence) ?? []
  const seen = new Set<string>()
  return lines.flatMap((line) => {
    if (seen.has(line.command.text)) return []
    seen.add(line.command.text)
    return [criterionOf(line)]
  })
}

interface CommandLine {
  readonly command: Piece
  /** What a comment says must come out. */
  readonly expected: string | null
}

function criterionOf({ command, expected }: CommandLine): CriterionDraft {
  const expect = expected === null || succeeds.test(expected) ? null : measure(expected)
  // What cannot be told from the output is not told by the exit code either.
  const isMeasured = expect === null || parseExpectation(expect).length > 0
  return {
    text: command.text,
    piece: command,
    tokens: [],
    status: null,
    command: isMeasured ? command : null,
    runnable: isMeasured && isRunnable(command.text),
    expect,
    stated: null,
    adorned: false,
  }
}

/** Comments that ask for no more than that the command succeeds. */
const succeeds =
  /^(?:now |still |all )*(?:pass(?:es)?|succeeds?|works?|complete|be (?:ok|clean|green)|ok|clean|green|success)\b/i

/** "0 in test paths" is the number. */
function measure(text: string): string {
  return /^(?:exactly )?(\d[\d,]*)(?= (?:in|for|on|at|of|after)\b)/i.exec(text)?.[1] ?? text
}

/** The commands of a fence, continued lines joined. Undefined when it is more than a list of commands. */
function commandLines({ lines }: Fence): readonly CommandLine[] | undefined {
  const found: CommandLine[] = []
  let begun: Piece | null = null
  let joined = ''
  for (const line of lines) {
    const text = line.text.trim()
    if (begun === null && text === '') continue
    if (begun === null && text.startsWith('#')) {
      const expected = expectedIn(text.replace(/^#+\s*/, ''))
      const last = found.at(-1)
      if (expected !== null && last?.expected === null)
        found[found.length - 1] = { ...last, expected }
      continue
    }
    begun ??= line
    const continues = /(?:\\|&&|\|\|?)$/.test(text)
    joined = `${joined} ${text.replace(/\s*\\$/, '')}`.trim()
    if (continues) continue
    const comment = /\s#+\s([^'"`]*)$/.exec(joined)
    const command = comment ? joined.slice(0, comment.index).trimEnd() : joined
    if (!isPlain(command)) return undefined
    found.push({
      command: worded(begun.start, line.end, command),
      expected: comment ? expectedIn(comment[1] ?? '') : null,
    })
    begun = null
    joined = ''
  }
  return begun === null ? found : undefined
}

const expecting =
  /^(?:(?:it |this |result |output )?(?:should|must)(?: (?:be|return|output|print|show|have|say|give|report))?|expect(?:ed|s)?(?: (?:output|result))?|target|returns?|outputs?|→|=>|->)\s*:?\s+(\S.*)$/i

/** What a comment says must come out: "Should be 0", "Target: <735". Null for any other. */
function expectedIn(comment: string): string | null {
  return expecting.exec(comment)?.[1]?.replace(/[.\s]+$/, '') ?? null
}

/** A command that stands for itself: it changes nothing for the next, opens nothing, and its quotes are closed. */
function isPlain(command: string): boolean {
  return (
    isCommand(command) && !command.startsWith('$') &&
    !/^(?:cd|export|source|pushd|popd|set|alias|echo|printf|sleep|exit|time)\b|<<|[({]$|;;|^[A-Z_]+=\S*$/.test(command) &&
    isClosed(command, '"') &&
    isClosed(command, "'")
  ) // prettier-ignore
}

function isClosed(command: string, quote: string): boolean {
  return command.split(quote).length % 2 === 1
}
