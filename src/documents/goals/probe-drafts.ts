import type { Probe } from '../../model/index.ts'
import { codeOf } from '../read/tasks/fence.ts'
import type { Piece } from '../read/text/text.ts'
import { lineOf, type BlockDraft } from './action-drafts.ts'
import { note, placeOf, type Context } from './context.ts'
import type { Drafts } from './drafts.ts'
import type { Field } from './fields.ts'
import { observationIn, observationOf } from './probes.ts'
import { factIn } from './statements.ts'
import { codeIn, scriptOf } from './values.ts'
import { shown } from './world.ts'

/** The probes of a document: lines, rows, columns of tables of facts, and blocks. */
export function probesOf(drafts: Drafts, context: Context): readonly Probe[] {
  const found: Probe[] = []
  const inBlocks = new Set(drafts.probeBlocks.map(({ piece }) => piece.start))
  for (const [name, piece] of drafts.probes) add(name, observationIn(piece), piece)
  for (const { kind, label, table, fence, children } of drafts.probeNodes) {
    if (table) {
      for (const row of table.rows) {
        const [name, ...rest] = row.filter(({ text }) => text !== '')
        const [check, expect] = rest
        if (!name || !check) continue
        const words = expect ? `${check.text} → ${expect.text}` : check.text
        const at = { ...check, text: words.replaceAll(String.raw`\|`, '|') }
        add(name, observationIn(at), check)
      }
    } else if (fence || !label || (kind === 'line' && label.field !== null)) continue
    else if (label.value.text !== '') add(label.name, observationIn(label.value), label.value)
    else if (!inBlocks.has(label.name.start) && children.length === 0)
      add(label.name, null, label.name)
  }
  for (const block of drafts.probeBlocks) {
    const { piece, name, parameters } = block
    add(
      { ...piece, text: parameters.length > 0 ? piece.text : name },
      ofBlock(block, context),
      piece,
    )
  }
  return found

  function add(name: Piece, observation: ReturnType<typeof observationIn>, piece: Piece): void {
    const fact = factIn(name.text.replace(/^[`*_]+|[`*_]+$/g, ''))
    if (fact !== undefined && observation)
      found.push({ fact, ...observation, place: placeOf(context, piece) })
    else note(context, 'documents/bad-probe', `How "${shown(name.text)}" is observed is not clear.`, piece) // prettier-ignore
  }
}

function ofBlock({ fields }: BlockDraft, context: Context): ReturnType<typeof observationOf> {
  const said = (field: Field): string | null => {
    const one = fields.find((each) => each.field === field)
    const line = lineOf(one)
    return line && codeIn(line.text)
  }
  const command = fields.find(({ field }) => field === 'command')
  const fence = fields.find(({ field }) => field === 'code')?.nodes[0]?.fence
  return observationOf({
    script: fence ? codeOf(fence) : null,
    command: command ? scriptOf(command.inline, command.nodes, context.text) : null,
    file: said('file'),
    pattern: said('pattern'),
    path: said('path'),
    expect: said('expect'),
    unit: said('unit'),
  })
}
