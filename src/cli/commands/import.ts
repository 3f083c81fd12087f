import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { exits, type Exit } from '../exit.ts'
import { readInput, type Io } from '../io.ts'
import { put } from '../output.ts'
import { visible, visibleLine } from '../visible.ts'

export interface ImportFlags {
  readonly from?: string
  readonly tag?: string
  readonly output?: string
}

/** `goap import`: a plan from the tasks of another tool. */
export async function importCommand(io: Io, name: string, flags: ImportFlags): Promise<Exit> {
  const [{ GoapError }, { importPlan, print }] = await Promise.all([
    import('../../base/index.ts'),
    import('../../documents/index.ts'),
  ])
  const { from } = flags
  if (from !== undefined && from !== 'json' && from !== 'task-master')
    throw new GoapError('cli/bad-option', `There is no format "${from}".`, {
      hint: 'Formats are task-master and json.',
    })
  const bytes = name === '-' ? await readInput(io) : await contentOf(io, name)
  const { plan, notes } = importPlan(new TextDecoder().decode(bytes), {
    file: name === '-' ? 'stdin' : name,
    ...(from === undefined ? {} : { from }),
    ...(flags.tag === undefined ? {} : { tag: flags.tag }),
  })
  for (const note of notes) io.stderr.write(`${visibleLine(note)}\n`)
  const text = print(plan)
  // What exists is not overwritten: it may be a plan that has gone on.
  await put(io, flags.output === undefined ? visible(text) : text, flags.output, { fresh: true })
  return exits.done
}

async function contentOf(io: Io, name: string): Promise<Uint8Array> {
  try {
    return readFileSync(resolve(io.folder, name))
  } catch (cause) {
    const { GoapError } = await import('../../base/index.ts')
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${name} cannot be read: ${what}.`, { cause })
  }
}
