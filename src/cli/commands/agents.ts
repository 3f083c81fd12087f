import type { RosterEntry } from '../../index.ts'
import { defaultPaths, openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io, type Style } from '../io.ts'
import { table } from '../table.ts'
import { visibleLine } from '../visible.ts'

/** `goap agents`: the agents that are defined, and the names in plans that nothing defines. */
export async function agentsCommand(
  io: Io,
  names: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<Exit> {
  const { findAgents, rosterOf } = await import('../../workspace/index.ts')
  const { workspace, plans } = await opened(io, names)
  const found = findAgents(workspace)
  const roster = rosterOf(
    plans.map(({ document }) => document.plan),
    found,
  )
  if (json) for (const one of roster) io.stdout.write(`${JSON.stringify(agentJson(one))}\n`)
  else await print(io, roster)
  const style = styleFor(io.stderr, io.environment)
  for (const { message, code, hint } of found.problems)
    io.stderr.write(`${style('red', 'error')}  ${visibleLine(message)}  ${style('dim', code)}\n  ${visibleLine(hint)}\n`) // prettier-ignore
  return found.problems.length > 0 ? exits.usage : exits.done
}

/** Agents may be looked at before there is a plan. */
async function opened(io: Io, names: readonly string[]): ReturnType<typeof openDocuments> {
  if (names.length > 0) return openDocuments(io, names, { quiet: true })
  const { GoapError } = await import('../../base/index.ts')
  try {
    return await openDocuments(io, await defaultPaths(io), { quiet: true })
  } catch (error) {
    if (error instanceof GoapError && error.code === 'workspace/no-plan')
      return openDocuments(io, [], { quiet: true })
    throw error
  }
}

async function print(io: Io, roster: readonly RosterEntry[]): Promise<void> {
  const style = styleFor(io.stdout, io.environment)
  const defined = roster.filter(({ file }) => file !== null)
  const unknown = roster.filter(({ file }) => file === null)
  if (defined.length > 0) io.stdout.write(`${await table([head, ...defined.map(row)], style)}\n`)
  else io.stdout.write('No agent is defined: there is none in agents/ or .claude/agents/.\n')
  for (const line of [...notes(defined, style), ...unknownLines(unknown, style)])
    io.stdout.write(`${line}\n`)
}

const head = ['agent', 'executor', 'capabilities', 'tasks', 'plans', 'performed by', 'from']

const performers = { ready: 'goap', person: 'a person', broken: 'a person (broken)', undefined: '' }

function row({ name, state, definition, uses, file }: RosterEntry): string[] {
  const tasks = uses.reduce((sum, one) => sum + one.tasks, 0)
  return [
    visibleLine(name),
    definition?.executor ?? '–',
    visibleLine(definition?.capabilities.join(', ') || '–'),
    String(tasks),
    String(uses.length),
    definition?.executor === null ? 'shell or a person' : performers[state],
    visibleLine(file ?? ''),
  ]
}

/** What the named executors do not do, once for all with the same reason. */
function notes(defined: readonly RosterEntry[], style: Style): string[] {
  const told = defined.filter(
    ({ definition, reason }) => definition && definition.executor !== null && reason !== '',
  )
  const byReason = Map.groupBy(told, ({ reason }) => reason)
  const lines = [...byReason].map(([reason, all]) => {
    const names = all.map(({ name }) => name).join(', ')
    return `  ${visibleLine(names)}: ${style('dim', visibleLine(reason))}`
  })
  return lines.length === 0 ? [] : ['', ...lines]
}

function unknownLines(unknown: readonly RosterEntry[], style: Style): string[] {
  if (unknown.length === 0) return []
  const lines = unknown.map(({ name, uses, near }) => {
    const where = uses.map(({ document, tasks }) => `${tasks} in ${document}`).join(', ')
    const hint = near === null ? '' : `  ${visibleLine(`Did you mean "${near}"?`)}`
    return `  ${style('yellow', visibleLine(name))}  ${style('dim', visibleLine(where))}${hint}` // prettier-ignore
  })
  return ['', style('bold', 'named in plans, defined nowhere'), ...lines]
}

function agentJson({ name, state, reason, definition, file, uses, near }: RosterEntry): unknown {
  return {
    schema: 'goap/agent@1',
    name,
    state,
    reason,
    file,
    description: definition?.description ?? null,
    executor: definition?.executor ?? null,
    command: definition?.command ?? null,
    directory: definition?.directory ?? null,
    ...(definition?.script ? { script: definition.script.language } : {}),
    ...(definition?.files ? { files: definition.files } : {}),
    tools: definition?.tools ?? null,
    model: definition?.model ?? null,
    capabilities: definition?.capabilities ?? [],
    limits: definition?.limits ?? { concurrency: null, timeout: null },
    budget: definition?.budget ?? { tokens: null, cost: null },
    allow: definition?.permissions.allow.map(({ pattern }) => pattern) ?? [],
    deny: definition?.permissions.deny.map(({ pattern }) => pattern) ?? [],
    uses,
    near,
  }
}
