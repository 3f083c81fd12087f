import { join } from 'node:path'
import type { Account, Json } from '../../index.ts'
import { discreet } from '../discreet.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { findJournal, pickRun, workspaceOf } from '../journal.ts'
import { put, spareDocuments } from '../output.ts'
import { namesOf, type Names } from '../report/plain.ts'

export interface ReportFlags {
  readonly state?: string
  readonly md?: boolean
  readonly html?: boolean
  readonly json?: boolean
  /** A file instead of the standard output. */
  readonly output?: string
}

/** `goap report`: all that is known of a run. */
export async function reportCommand(
  io: Io,
  id: string | undefined,
  flags: ReportFlags,
): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  if ([flags.md, flags.html, flags.json].filter(Boolean).length > 1)
    throw new GoapError('cli/bad-option', 'A report has one format at a time.', {
      hint: 'Give one of --md, --html and --json.',
    })
  const workspace = await workspaceOf(io, flags)
  await using journal = await findJournal(workspace)
  const run = await pickRun(journal, id)
  if (!journal || !run) {
    io.stderr.write('There are no runs yet.\n')
    return exits.done
  }
  const [{ frozen }, { account }] = await Promise.all([
    import('../../engine/index.ts'),
    import('../../observe/index.ts'),
  ])
  const events = await journal.events(run.run)
  const basis = await frozen(journal, run.run, events)
  const documents = basis.plans.map(({ document }) => join(workspace.root, document))
  await spareDocuments(io.folder, flags.output, documents)
  const clean = await discreet(io)
  const told = clean.all(account(run.run, basis, events))
  await put(
    io,
    await rendered(io, told, namesOf([...basis.earlier.flat(), ...basis.plans], clean.text), flags),
    flags.output,
  )
  return exits.done
}

async function rendered(io: Io, told: Account, names: Names, flags: ReportFlags): Promise<string> {
  if (flags.json) return `${JSON.stringify(accountJson(told))}\n`
  if (flags.html) return (await import('../report/account/html.ts')).accountHtml(told, names)
  if (flags.md) return (await import('../report/account/markdown.ts')).accountMarkdown(told, names)
  const { accountText } = await import('../report/account/text.ts')
  // A file has no terminal that would show colours.
  const style =
    flags.output === undefined
      ? styleFor(io.stdout, io.environment)
      : (_format: unknown, text: string): string => text
  return `${accountText(told, names, style).join('\n')}\n`
}

/** The account as `goap/report@1`. */
export function accountJson(told: Account): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an account is plain data
  return { schema: 'goap/report@1', ...told } as unknown as Json
}
