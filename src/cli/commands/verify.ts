import type {
  LoadedDocument,
  Plan,
  Truth,
  VerifiedDocument,
  VerifiedGate,
  VerifyOptions,
  Workspace,
} from '../../index.ts'
import { confiningOf } from '../confining.ts'
import { openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import type { ConfineOptions } from '../flags.ts'
import { fitOf, type Fit } from '../fit.ts'
import { isInteractive, styleFor, type Io, type Style } from '../io.ts'
import { namesOf } from '../report/plain.ts'
import { verifiedGateLines, verifiedTaskLines, verifiedTotal } from '../report/verified.ts'
import type { Interrupt } from '../signals.ts'
import { visibleLine } from '../visible.ts'

export interface VerifyFlags extends ConfineOptions {
  readonly only: readonly string[]
  readonly write?: boolean
  readonly yes?: boolean
  readonly allow: readonly string[]
  readonly json?: boolean
}

/** `goap verify`: whether the ticks of documents are true. */
export async function verifyCommand(
  io: Io,
  names: readonly string[],
  flags: VerifyFlags,
): Promise<Exit> {
  const isText = flags.json !== true
  const { plans: loaded, workspace } = await openDocuments(io, names, { quiet: !isText })
  const { GoapError } = await import('../../base/index.ts')
  if (names.includes('-') && flags.write)
    throw new GoapError('cli/bad-option', 'Nothing can be written into the standard input.', {
      hint: 'Save it as a file first.',
    })
  if (loaded.length === 0)
    throw new GoapError('workspace/no-plan', `There is no plan in ${names.join(' ')}.`)
  const plans = loaded.map(({ document }) => document.plan)
  const style = styleFor(io.stdout, io.environment)
  const stop = new AbortController()
  let stopped: Exit | null = null
  const interrupt = (signal: Interrupt): void => {
    stopped ??= signal === 'SIGINT' ? exits.interrupted : exits.terminated
    stop.abort()
  }
  const release = io.interrupted(interrupt)
  try {
    const options = await optionsOf(io, workspace, plans, flags, stop, interrupt)
    const fit = await fitOf(io.stdout)
    const judged = isText ? gatePrinter(io, style, fit, plans.length > 1) : () => {}
    const { verify } = await import('../../workspace/index.ts')
    const verified = await verify(plans, { ...options, judged })
    const written = flags.write ? await writeAll(io, loaded, verified) : null
    for (const [index, one] of verified.entries())
      if (isText) printTasks(io, style, fit, one)
      else io.stdout.write(`${JSON.stringify({ schema: 'goap/verification@1', ...one, written: written?.[index] ?? null })}\n`) // prettier-ignore
    if (isText) for (const line of verifiedTotal(verified, style)) io.stdout.write(`${line}\n`)
    return exitOf(verified)
  } catch (error) {
    if (stopped !== null && stop.signal.aborted) return stopped
    throw error
  } finally {
    release()
  }
}

async function optionsOf(
  io: Io,
  workspace: Workspace,
  plans: readonly Plan[],
  flags: VerifyFlags,
  stop: AbortController,
  interrupt: (signal: Interrupt) => void,
): Promise<VerifyOptions> {
  const { allowAlways, loadPermissions, readConfiguration } =
    await import('../../workspace/index.ts')
  const { only, allow, yes = false, json } = flags
  const configuration = await readConfiguration(workspace.configuration)
  const { permissions, note } = await loadPermissions(workspace, configuration, { allow, yes })
  const style = styleFor(io.stdout, io.environment)
  const tell = (text: string): void => void io.stderr.write(`${visibleLine(text)}\n`)
  if (note !== null) tell(note)
  const confining = await confiningOf(workspace, configuration, flags, { note: tell })
  const shared = { workspace, configuration, permissions, only, signal: stop.signal, ...confining }
  if (json === true || !isInteractive(io)) return shared
  const { terminalAsker } = await import('../ask.ts')
  const asker = terminalAsker({
    io,
    style,
    names: namesOf(plans),
    display: { hold() {}, release() {} },
    always: (command) => allowAlways(workspace, command),
    draining: stop.signal,
    interrupt: () => interrupt('SIGINT'),
  })
  return { ...shared, asker }
}

/** Prints each gate when it is judged: a gate may take long. */
function gatePrinter(
  io: Io,
  style: Style,
  fit: Fit,
  several: boolean,
): (gate: VerifiedGate, plan: Plan) => void {
  let last = ''
  return (gate, { document }) => {
    if (several && document !== last) io.stdout.write(`${style('bold', visibleLine(document))}\n`)
    last = document
    for (const line of verifiedGateLines(gate, style, fit)) io.stdout.write(`${line}\n`)
  }
}

function printTasks(io: Io, style: Style, fit: Fit, { tasks }: VerifiedDocument): void {
  for (const line of verifiedTaskLines(tasks, style, fit)) io.stdout.write(`${line}\n`)
}

/** How many places of each document were changed. */
async function writeAll(
  io: Io,
  loaded: readonly LoadedDocument[],
  verified: readonly VerifiedDocument[],
): Promise<readonly number[]> {
  const { writeVerified } = await import('../../workspace/index.ts')
  return loaded.map(({ file }, index) => {
    const one = verified[index]
    if (!one) return 0
    const { edits, refused } = writeVerified(file, one)
    if (edits > 0)
      io.stderr.write(
        `${visibleLine(file.name)}: ${edits} ${edits === 1 ? 'place was' : 'places were'} written\n`,
      )
    for (const { mark, reason } of refused)
      io.stderr.write(`${visibleLine(file.name)}:${mark.place.line}: "${visibleLine(mark.text)}" was left as it is: ${reason}\n`) // prettier-ignore
    return edits
  })
}

function exitOf(verified: readonly VerifiedDocument[]): Exit {
  const truths: readonly (Truth | null)[] = verified.flatMap(({ gates, tasks }) => [
    ...gates.flatMap((gate) => [gate.truth, ...gate.criteria.map(({ truth }) => truth)]),
    ...tasks.map(({ truth }) => truth),
  ])
  if (truths.includes('false')) return exits.failed
  const waits = verified.some(({ gates }) =>
    gates.some(({ criteria }) => criteria.some((one) => one.waits !== null)),
  )
  return waits ? exits.waiting : exits.done
}
