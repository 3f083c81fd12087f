import { resolve } from 'node:path'
import type { Diagnostic, LoadedDocument, LoadedGoal } from '../../index.ts'
import { openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { foundLines, verdictLines, type Checked } from '../report/found.ts'

export interface CheckFlags {
  readonly json?: boolean
  readonly format?: string
  readonly all?: boolean
  readonly quiet?: boolean
  readonly maxWarnings?: number
  readonly baseline?: string
  readonly writeBaseline?: string
  readonly fix?: boolean
  readonly dryRun?: boolean
}

type Loaded = LoadedDocument | LoadedGoal

const formats = ['text', 'json', 'github', 'sarif']

/** `goap check`: what is wrong with documents. */
export async function checkCommand(
  io: Io,
  names: readonly string[],
  flags: CheckFlags,
): Promise<Exit> {
  const format = flags.json ? 'json' : (flags.format ?? 'text')
  const { GoapError } = await import('../../base/index.ts')
  if (!formats.includes(format))
    throw new GoapError('cli/bad-option', `There is no format "${format}".`, {
      hint: `Formats are ${formats.join(', ')}.`,
    })
  const isText = format === 'text'
  const { plans, goals, others, workspace } = await openDocuments(io, names, {
    quiet: !isText,
    knowsAgents: true,
    takesGoals: true,
  })
  const { readConfiguration } = await import('../../workspace/index.ts')
  const { check: chosen } = await readConfiguration(workspace.configuration)
  if (flags.fix) return fixAll(io, plans, flags)
  const { withSeverities } = await import('../../documents/index.ts')
  const judged = [...plans, ...goals].map((one) => ({
    ...one,
    diagnostics: withSeverities(one.diagnostics, chosen.severities),
  }))
  if (flags.writeBaseline !== undefined) return writeKnown(io, judged, flags.writeBaseline)
  const named = flags.baseline ?? (chosen.baseline && resolve(workspace.root, chosen.baseline))
  const checked = await compared(io, judged, named)
  const shown = flags.quiet
    ? checked.map((one) => ({
        ...one,
        diagnostics: one.diagnostics.filter(({ severity }) => severity === 'error'),
      }))
    : checked
  if (isText) await printText(io, shown, others.length, flags)
  else await printFormat(io, shown, format, flags)
  return verdict(checked, flags)
}

function verdict(checked: readonly Checked[], { maxWarnings = Infinity }: CheckFlags): Exit {
  const all = checked.flatMap(({ diagnostics }) => diagnostics)
  const warnings = all.filter(({ severity }) => severity === 'warning').length
  const fails = all.some(({ severity }) => severity === 'error') || warnings > maxWarnings
  return fails ? exits.documents : exits.done
}

/** Takes the findings away that a baseline knows. */
async function compared(
  io: Io,
  documents: readonly Loaded[],
  name: string | undefined,
): Promise<readonly Checked[]> {
  if (name === undefined) return documents.map((one) => ({ ...one, known: 0, stale: [] }))
  const [{ GoapError }, { newFindings, unmarked }, { readBaseline }] = await Promise.all([
    import('../../base/index.ts'),
    import('../../documents/index.ts'),
    import('../../workspace/index.ts'),
  ])
  const known = readBaseline(resolve(io.folder, name), name)
  if (!known) throw new GoapError('cli/no-baseline', `There is no file ${name}.`)
  return documents.map((one) => {
    const { diagnostics, document, file } = one
    const { fresh, stale } = newFindings(file.name, diagnostics, unmarked(document), known)
    return { ...one, diagnostics: fresh, known: diagnostics.length - fresh.length, stale }
  })
}

async function writeKnown(io: Io, documents: readonly Loaded[], name: string): Promise<Exit> {
  const { knownFindings, unmarked } = await import('../../documents/index.ts')
  const { writeBaseline } = await import('../../workspace/index.ts')
  const findings = documents.flatMap(({ file, document, diagnostics }) =>
    knownFindings(file.name, diagnostics, unmarked(document)),
  )
  writeBaseline(resolve(io.folder, name), findings)
  const count = findings.reduce((sum, one) => sum + one.count, 0)
  io.stderr.write(`${name} knows ${count} finding${count === 1 ? '' : 's'} now.\n`)
  return exits.done
}

async function printText(
  io: Io,
  checked: readonly Checked[],
  others: number,
  flags: CheckFlags,
): Promise<void> {
  const telling = await import('../../documents/index.ts')
  const style = styleFor(io.stdout, io.environment)
  for (const one of checked)
    for (const line of foundLines(one, telling, style, { all: flags.all === true }))
      io.stdout.write(`${line}\n`)
  const explains = io.stdout.isTTY === true
  for (const line of verdictLines(checked, others, style, explains)) io.stdout.write(`${line}\n`)
}

async function printFormat(
  io: Io,
  checked: readonly Checked[],
  format: string,
  flags: CheckFlags,
): Promise<void> {
  const { checkJson, gathered, githubCommands, isFixable, sarif, unmarked } =
    await import('../../documents/index.ts')
  const told = flags.all
    ? checked
    : checked.map((one) => ({ ...one, diagnostics: gathered(one.diagnostics) }))
  const all = told.map(({ file, document, diagnostics }) => ({
    file: file.name,
    text: unmarked(document),
    diagnostics,
  }))
  if (format === 'json')
    for (const { file, document, diagnostics } of told) {
      const fixable = (one: Diagnostic): boolean => 'plan' in document && isFixable(one, document)
      io.stdout.write(`${JSON.stringify(checkJson(file.name, diagnostics, fixable))}\n`)
    }
  else if (format === 'github')
    for (const line of all.flatMap(githubCommands)) io.stdout.write(`${line}\n`)
  else {
    const { sections } = await import('../sections.ts')
    const { version } = await import('../version.ts')
    const help = sections()
    io.stdout.write(`${JSON.stringify(sarif(all, version(), (code) => help.get(code)))}\n`)
  }
}

/** Mends what can be mended without a doubt; with `--dry-run` only shows it. */
async function fixAll(
  io: Io,
  plans: readonly LoadedDocument[],
  { dryRun = false }: CheckFlags,
): Promise<Exit> {
  const [{ fix }, { saveDocument }, { visibleLine }] = await Promise.all([
    import('../../documents/index.ts'),
    import('../../workspace/index.ts'),
    import('../visible.ts'),
  ])
  const style = styleFor(io.stdout, io.environment)
  let count = 0
  for (const { file, document } of plans) {
    const { bytes, fixed } = fix(document)
    if (fixed.length === 0) continue
    for (const [, same] of Map.groupBy(fixed, ({ diagnostic }) => diagnostic)) {
      const [first] = same
      if (!first) continue
      const { diagnostic, edit } = first
      const { line, column } = diagnostic.place
      const others = same.length > 1 ? ` and ${same.length - 1} more` : ''
      const what = `${style('red', visibleLine(edit.mark.text))} → ${style('green', visibleLine(edit.replacement))}${others}`
      io.stdout.write(`${file.name}:${line}:${column}  ${style('dim', diagnostic.code)}  ${what}\n`)
    }
    count += fixed.length
    if (!dryRun && !saveDocument(file.path, document.source.bytes, bytes)) {
      io.stderr.write(`${file.name} was changed meanwhile and is left as it is.\n`)
      return exits.failed
    }
  }
  const done = dryRun ? 'can be mended' : count === 1 ? 'was mended' : 'were mended'
  io.stdout.write(`${count} place${count === 1 ? '' : 's'} ${done}.\n`)
  return exits.done
}
