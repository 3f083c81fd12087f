import { scriptLanguage, type ScriptBlock } from '../../../model/index.ts'
import type { Block, Fence } from '../text/blocks.ts'
import { isRunnable, trailingCommand, unescapedPipes } from '../text/command-lines.ts'
import { codeOf, isCheck, isShell } from './fence.ts'
import { foldId } from '../text/ids.ts'
import type { Draft, Identities } from './identity.ts'
import { isOwner, type Mention } from './mention.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'
import { worded, type Piece } from '../text/text.ts'
import { titleOf } from '../text/titles.ts'

export interface CommandClaim {
  readonly command: string
  readonly place: Piece
}

/**
 * What would be run for each task (R13): a `Command:` value, a shell fence below it, else a command that ends its text. `isNeed`
 * tells whether all that a text names is something that a task of this document can wait for.
 */
export function taskCommands(
  outline: Outline,
  identities: Identities,
  isNeed: (need: Piece) => boolean,
): ReadonlyMap<Draft, CommandClaim> {
  const { tasks } = identities
  const scripts = fencesOf(outline, identities, isShell)
  const result = new Map<Draft, CommandClaim>()
  for (const task of tasks) {
    const fence = scripts.get(task)
    const claim = fromField(task) ?? (fence && scriptOf(fence)) ?? fromText(task, isNeed)
    if (claim && isRunnable(claim.command)) result.set(task, claim)
  }
  return result
}

export interface ScriptClaim extends Omit<ScriptBlock, 'place'> {
  readonly place: Piece
}

/** The JavaScript or TypeScript below each task, for agents that run scripts: the first such fence, which is no check of a gate. */
export function taskScripts(
  outline: Outline,
  identities: Identities,
): ReadonlyMap<Draft, ScriptClaim> {
  const result = new Map<Draft, ScriptClaim>()
  for (const [task, fence] of fencesOf(outline, identities, isScript)) {
    const found = codeOf(fence)
    if (found) result.set(task, found)
  }
  return result
}

function isScript(fence: Fence): boolean {
  return scriptLanguage(fence.language) !== null && !isCheck(fence)
}

function fromField(task: Draft): CommandClaim | undefined {
  for (const mention of task.mentions)
    for (const { key, value } of mention.fields) {
      if (key !== 'command') continue
      const command = value.text.replace(/^`+\s*|\s*`+$/g, '')
      if (command !== '' && !command.includes('`'))
        return { command: inForm(mention, command), place: value }
    }
  return undefined
}

function fromText(task: Draft, isNeed: (need: Piece) => boolean): CommandClaim | undefined {
  // What a row needs stands in a column: in its title it is not read.
  const inRow = task.definition.form === 'table'
  const found = trailingCommand(task.definition.piece, inRow ? () => false : isNeed)
  return found ? { command: inForm(task.definition, found.text), place: found } : undefined
}

function inForm({ form }: Mention, command: string): string {
  return form === 'table' ? unescapedPipes(command) : command
}

const noScript = new Set([
  'reference',
  'log',
  'prompt',
  'rollback',
  'contingency',
  'gate',
  'criteria',
  'metrics',
  'risk',
  'deferred',
])

/** The first wanted fence below each task, or below a heading or bold line that repeats its id. */
function fencesOf(
  outline: Outline,
  { tasks, byId }: Identities,
  isWanted: (fence: Fence) => boolean,
): ReadonlyMap<Draft, Fence> {
  const result = new Map<Draft, Fence>()
  if (!outline.all.some(({ fences }) => fences.some(isWanted))) return result
  const byBlock = new Map<Block, Draft>()
  const bySection = new Map<Section, Draft>()
  for (const task of tasks)
    for (const mention of task.mentions) {
      byBlock.set(mention.block, task)
      if (isOwner(mention)) bySection.set(mention.section, task)
    }
  for (const section of outline.all) {
    if (section.fences.length === 0 || noScript.has(section.role)) continue
    section.blocks.forEach((block, index) => {
      if (block.kind !== 'fence' || !isWanted(block)) return
      const above = section.blocks[index - 1]
      const task = (block.item && byBlock.get(block.item)) ?? ownerOf(section, bySection, byId)
      const file = isFileContent(block, section, above?.kind === 'line' ? above.text : '')
      if (task && !result.has(task) && !file) result.set(task, block)
    })
  }
  return result
}

function ownerOf(
  section: Section,
  bySection: ReadonlyMap<Section, Draft>,
  byId: ReadonlyMap<string, Draft>,
): Draft | undefined {
  const direct = section.kind === 'label' ? section.parent : section
  if (!direct) return undefined
  const holder = enclosing(direct, (at) => bySection.has(at))
  // Only the task's own text, not a section of another kind inside it.
  const known =
    holder && (holder === direct || direct.role === 'tasks') ? bySection.get(holder) : undefined
  if (known) return known
  const { id, firm } = titleOf(direct.title)
  return id !== null && (firm || /\d\.\d/.test(id)) ? byId.get(foldId(id)) : undefined
}

/** A fence below `Location:` or `File:`, or one that starts with `#!` or with a file's name as its comment, is a file's content. */
export function isFileContent(fence: Fence, section: Section, above: string): boolean {
  const first = fence.lines[0]?.text ?? ''
  const says = /^\**(?:location|files?|path|script|create|save (?:as|to))\b/i
  return (
    first.startsWith('#!') || /^#\s*[\w.@-]*(?:\/[\w.@-]+)*\.[a-z]\w*\s*$/i.test(first) || says.test(above) ||
    section.fields.some((field) => says.test(field.name) && field.value.start < fence.start)
  ) // prettier-ignore
}

function scriptOf(fence: Fence): CommandClaim {
  const first = fence.lines[0] ?? worded(fence.start, fence.start, '')
  const last = fence.lines.at(-1) ?? first
  const console =
    fence.language === 'console' || fence.lines.some((line) => /^\$\s/.test(line.text))
  const lines = console
    ? fence.lines
        .filter((line) => /^\$\s/.test(line.text))
        .map((line) => line.text.replace(/^\$\s+/, ''))
    : fence.lines.map((line) => line.text)
  const command = lines.join('\n').trim()
  return { command, place: worded(first.start, last.end, command) }
}
