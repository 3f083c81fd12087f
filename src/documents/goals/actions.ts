import type { Action, Criterion } from '../../model/index.ts'
import { parseExpectation } from '../../model/index.ts'
import { nearest } from '../../base/index.ts'
import { criterion } from '../read/gates/criteria.ts'
import { codeOf } from '../read/tasks/fence.ts'
import { retryOf, timeoutOf } from '../read/text/limits.ts'
import type { Piece } from '../read/text/text.ts'
import { plain } from '../read/text/words.ts'
import { lineOf, type BlockDraft } from './action-drafts.ts'
import { note, placeOf, type Context } from './context.ts'
import { list } from './entries.ts'
import { fieldNames, type Field } from './fields.ts'
import { nodesInFence, type FieldDraft, type Node } from './nodes.ts'
import { statementsIn, type Statement } from './statements.ts'
import { blockOf, codeIn, costOf, durationOf, scriptOf } from './values.ts'
import { shown } from './world.ts'

/** An action with arguments as they are written; who assembles the problem tells objects from parameters. */
export interface ActionDraft extends Omit<Action, 'preconditions' | 'effects' | 'parameters'> {
  readonly preconditions: readonly Statement[]
  readonly effects: readonly Statement[]
  readonly block: BlockDraft
}

/** The action that a block describes. */
export function actionOf(block: BlockDraft, context: Context): ActionDraft {
  const all = (field: Field): readonly FieldDraft[] =>
    block.fields.filter((one) => one.field === field)
  const first = (field: Field): FieldDraft | undefined => all(field)[0]
  const text = (field: Field): string | undefined => textOf(first(field), context)
  const script = (field: Field): string | undefined => {
    const found = first(field)
    return (found && scriptOf(found.inline, found.nodes, context.text)) ?? undefined
  }
  const [duration, timeout, repeat, retry] = [
    read('duration', durationOf, 'no time such as "10 min"'),
    read('timeout', timeoutOf, 'no time such as "10 min"'),
    read('repeat', repeatOf, 'none of harmless, idempotent and once'),
    read('retries', (said) => retryOf('retries', said), 'no number of retries') ??
      read('attempts', (said) => retryOf('attempts', said), 'no number of attempts'),
  ]
  const agent = lineOf(first('agent'))
  const resources = all('resources').flatMap((one) => namesIn(one))
  const criteria = all('gate').flatMap((one) => criteriaIn(one, context))
  const [prompt, compensation] = [text('prompt'), script('compensation')]
  const code = codeBelow(first('command'))
  const command = code ? undefined : script('command')
  tellSlips(block, context)
  return {
    name: block.name,
    preconditions: all('preconditions').flatMap((one) => conditionsIn(one, context)),
    effects: [
      ...all('effects').flatMap((one) => conditionsIn(one, context)),
      ...all('deletes').flatMap((one) => conditionsIn(one, context).map(negated)),
    ],
    cost: costIn(first('cost'), context),
    ...(duration === undefined ? {} : { duration }),
    ...(resources.length === 0 ? {} : { resources }),
    ...(agent ? { agent: plain(agent.text.replace(/`/g, '')) } : {}),
    ...(command === undefined ? {} : { command }),
    ...(code ? { script: { ...code, place: context.text.place(code.place) } } : {}),
    ...(prompt === undefined ? {} : { prompt }),
    ...(criteria.length === 0 ? {} : { criteria: keyed(criteria) }),
    ...(compensation === undefined ? {} : { compensation }),
    ...(repeat === undefined ? {} : { repeat }),
    ...(retry === undefined ? {} : { retry }),
    ...(timeout === undefined ? {} : { timeout }),
    place: placeOf(context, block.piece),
    block,
  }

  function read<T>(field: Field, of: (text: string) => T | null, what: string): T | undefined {
    const found = lineOf(first(field))
    if (!found) return undefined
    const value = of(found.text)
    if (value !== null) return value
    note(context, 'documents/unread-field', `"${shown(found.text)}" is ${what}.`, found)
    return undefined
  }
}

/** What a list of facts to be deleted says (STRIPS, Fikes and Nilsson 1971): they are false after it. */
function negated(one: Statement): Statement {
  return one.value === true ? { ...one, value: false } : one
}

/** The JavaScript or TypeScript that stands where a command would. */
function codeBelow(field: FieldDraft | undefined): ReturnType<typeof codeOf> {
  const fence = field?.nodes.find((node) => node.fence !== null)?.fence
  return fence ? codeOf(fence) : null
}

/** The conditions of a field, on its line and below it. */
function conditionsIn({ inline, nodes }: FieldDraft, context: Context): readonly Statement[] {
  const own = inline ? told(inline, context) : []
  return [...own, ...nodes.flatMap((node) => conditionsOf(node, context))]
}

function conditionsOf(node: Node, context: Context): readonly Statement[] {
  if (node.fence) return nodesInFence(node.fence).flatMap((one) => conditionsOf(one, context))
  if (node.table)
    return node.table.rows.flatMap((row) => {
      const text = row.map((cell) => cell.text).filter((one) => one !== '').slice(0, 2).join(' = ') // prettier-ignore
      const [first] = row
      return first ? told({ ...first, text: row.length > 1 ? text : first.text }, context) : []
    })
  if (/^[\s{}[\],]*$/.test(node.piece.text)) return []
  const own = told(node.piece, context)
  return own.length > 0
    ? own
    : node.children.flatMap((child) => conditionsOf(child, context))
} // prettier-ignore

function told(piece: Piece, context: Context): readonly Statement[] {
  const { statements, unread } = statementsIn(piece)
  for (const one of unread)
    note(context, 'documents/unread-condition', `"${shown(one.text)}" is no condition on a fact.`, one) // prettier-ignore
  return statements
}

function costIn(field: FieldDraft | undefined, context: Context): number {
  const piece = lineOf(field)
  if (!piece) return 1
  const cost = costOf(piece.text)
  if (cost !== null && cost >= 0 && cost <= Number.MAX_SAFE_INTEGER) return cost
  const why = cost === null || Number.isNaN(cost) ? 'is no number' : cost < 0 ? 'is less than nothing' : 'is larger than any sum that can be compared' // prettier-ignore
  note(context, 'documents/bad-cost', `The cost "${shown(piece.text)}" ${why}.`, piece)
  return 1
}

function textOf(field: FieldDraft | undefined, context: Context): string | undefined {
  if (!field) return undefined
  const { inline, nodes } = field
  const fence = nodes.find((node) => node.fence !== null)?.fence
  const below = fence
    ? fence.lines.map((line) => line.text).join('\n')
    : blockOf(nodes, context.text)
  const own = inline && !/^[|>][+-]?$/.test(inline.text) ? (codeIn(inline.text) ?? '') : ''
  const whole = [own, below ?? ''].filter((one) => one !== '').join('\n')
  return whole === '' ? undefined : whole
}

function repeatOf(text: string): Action['repeat'] | null {
  const word = text.toLowerCase().replace(/[`*.]/g, '').trim()
  if (word === 'harmless' || word === 'idempotent' || word === 'once') return word
  return /^(?:only once|never|not twice|no)$/.test(word) ? 'once' : null
}

/** Names on the line, in a list in brackets, or as items. */
function namesIn({ inline, nodes }: FieldDraft): readonly string[] {
  const pieces = [...(inline ? [inline] : []), ...nodes.map(({ piece }) => piece)]
  return pieces.flatMap((piece) =>
    /^(?:none|—|-|\[\])$/i.test(piece.text)
      ? []
      : list(piece).map(({ text }) => text.replace(/^\[|\]$/g, '').trim()),
  )
}

function criteriaIn({ inline, nodes }: FieldDraft, context: Context): readonly Criterion[] {
  const lines = [...(inline ? [inline] : []), ...nodes.filter(({ fence, table }) => !fence && !table).map(({ piece }) => piece)] // prettier-ignore
  return lines.filter(({ text }) => text !== '').map((piece) => criterionOf(piece, context))
}

function criterionOf(piece: Piece, context: Context): Criterion {
  const { text, command, runnable, expect, stated } = criterion(piece, null)
  return {
    key: '',
    text,
    place: placeOf(context, piece),
    status: null,
    check: stated?.check ?? (command && { kind: 'command', command: command.text, runnable }),
    expectations:
      stated?.expectations ?? (command && expect !== null ? parseExpectation(expect) : []),
    expect,
  }
}

/** Criteria are `c1`, `c2`, … within their action. */
function keyed(criteria: readonly Criterion[]): readonly Criterion[] {
  return criteria.map((one, index) => ({ ...one, key: `c${index + 1}` }))
}

/** A label that is nearly that of a field. */
function tellSlips({ others }: BlockDraft, context: Context): void {
  for (const piece of others) {
    const name = piece.text.toLowerCase()
    const near = name.length < 4 ? undefined : nearest(name, fieldNames, 2)
    if (near !== undefined)
      note(context, 'documents/unknown-label', `"${piece.text}" is none of the labels of an action.`, piece, `Did you mean "${near}"?`) // prettier-ignore
  }
}
