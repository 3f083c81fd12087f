import { openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { put } from '../output.ts'

export interface ExportFlags {
  readonly to: string
  readonly output?: string
}

/** `goap export`: a plan for another tool. */
export async function exportCommand(io: Io, name: string, flags: ExportFlags): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  const { to } = flags
  if (to !== 'json' && to !== 'task-master')
    throw new GoapError('cli/bad-option', `There is no format "${to}".`, {
      hint: 'Formats are json and task-master.',
    })
  const { plans } = await openDocuments(io, [name])
  const [only, ...others] = plans
  if (!only) throw new GoapError('workspace/no-plan', `There is no plan in ${name}.`)
  if (others.length > 0)
    throw new GoapError('cli/bad-option', `${name} holds ${plans.length} plans; one can be exported at a time.`) // prettier-ignore
  const { exportPlan } = await import('../../documents/index.ts')
  const data = exportPlan(only.document.plan, to)
  // A file of another tool is for people, too.
  const text = to === 'json' ? JSON.stringify(data) : JSON.stringify(data, null, 2)
  await put(io, `${text}\n`, flags.output)
  return exits.done
}
