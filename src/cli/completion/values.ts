import { existsSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Plan } from '../../index.ts'
import type { Io } from '../io.ts'
import type { Candidate, Wanted } from './wanted.ts'

/** Of a journal the newest runs, of plans the first bytes: a shell waits for the answer. */
const most = { runs: 50, bytes: 400_000 }

/** Commands that concern only runs that are not finished. */
const unfinishedOnly = new Set(['resume', 'cancel', 'pause', 'approve', 'answer'])

const reporters: readonly Candidate[] = [
  ['plain', 'lines for people'],
  ['jsonl', 'events, one line of JSON each'],
  ['junit', 'results as JUnit XML'],
  ['github', 'annotations and a summary for a workflow'],
]

/** The values that may stand there, as things are now. */
export async function valuesFor(
  io: Io,
  root: Command,
  asked: Wanted,
): Promise<readonly Candidate[]> {
  switch (asked.kind) {
    case 'plans':
      return paths(io, asked.prefix, /\.(?:md|markdown)$/i)
    case 'file':
      return paths(io, asked.prefix, /(?:)/)
    case 'folder':
      return paths(io, asked.prefix, /(?!)/)
    case 'run':
      return runs(io, asked.command)
    case 'plans-or-run':
      return [...paths(io, asked.prefix, /\.(?:md|markdown)$/i), ...(await runs(io, asked.command))]
    case 'run-or-task':
      return [...(await runs(io, asked.command)), ...(await named(io, asked.before, tasksAndGates))]
    case 'task':
      return named(io, asked.before, tasks)
    case 'task-time':
      return (await named(io, asked.before, tasks)).map(([id, title]) => [`${id}=`, title])
    case 'subject':
      return named(io, asked.before, tasksAndGates)
    case 'phase':
      return named(io, asked.before, phases)
    case 'reporter':
      return reporters
    case 'code':
      return codes()
    case 'help':
      return helpNames(root)
    case 'none':
      return asked.values
  }
}

/** Folders, and the files that match, where the prefix leads. Hidden ones only when asked for. */
function paths(io: Io, prefix: string, pattern: RegExp): Candidate[] {
  const [, lead = '', start = ''] = /^(.*\/)?(.*)$/s.exec(prefix) ?? []
  const home = io.environment['HOME'] ?? homedir()
  const folder = resolve(io.folder, lead.replace(/^~(?=\/)/, home) || '.')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.toSorted().flatMap((name): Candidate[] => {
    if (name.startsWith('.') && !start.startsWith('.')) return []
    const isFolder = statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() ?? false
    if (isFolder && name !== 'node_modules') return [[`${lead}${name}/`, '']]
    return !isFolder && pattern.test(name) ? [[`${lead}${name}`, '']] : []
  })
}

/** Runs, newest first; where one goes on with a run or ends it, only those that are not finished. */
async function runs(io: Io, command: string): Promise<Candidate[]> {
  const { findWorkspace, journalFile, lookAtJournal } = await import('../../workspace/index.ts')
  const file = journalFile(findWorkspace(io.folder, { environment: io.environment }))
  if (!existsSync(file)) return []
  using journal = await lookAtJournal(file)
  const open = unfinishedOnly.has(command)
  return journal
    .runs(most.runs)
    .filter(({ status }) => !open || status === 'running' || status === 'paused')
    .map(({ run, status, documents }) => [run, `${status} · ${documents.join(' ')}`])
}

/** What the plans have that the call names, else those in plans/. */
async function named(
  io: Io,
  before: readonly string[],
  take: (plan: Plan) => readonly Candidate[],
): Promise<Candidate[]> {
  const [{ defaultPaths }, { findDocuments, findWorkspace }, { read }, { readFileSync }] =
    await Promise.all([
      import('../documents.ts'),
      import('../../workspace/index.ts'),
      import('../../documents/index.ts'),
      import('node:fs'),
    ])
  const given = before.filter((name) => existsSync(resolve(io.folder, name)))
  const workspace = findWorkspace(io.folder, { environment: io.environment })
  const files = findDocuments(given.length > 0 ? given : await defaultPaths(io), workspace, io.folder) // prettier-ignore
  let room = most.bytes
  return files.flatMap(({ path, name }): readonly Candidate[] => {
    room -= statSync(path).size
    return room < 0 ? [] : take(read(readFileSync(path), name).plan)
  })
}

function tasks({ tasks: all }: Plan): Candidate[] {
  return all.map(({ id, key, title }) => [id ?? key, title] as const)
}

function tasksAndGates(plan: Plan): Candidate[] {
  return [...tasks(plan), ...plan.gates.map(({ key, title }) => [key, title] as const)]
}

function phases({ phases: all }: Plan): Candidate[] {
  return all.map(({ key, title }) => [key, title] as const)
}

async function codes(): Promise<Candidate[]> {
  const { sections } = await import('../sections.ts')
  return [...sections()].map(([code, text]) => [code, text.replace(/^\*\*Says:\*\* /, '').split('\n')[0] ?? '']) // prettier-ignore
}

async function helpNames(root: Command): Promise<Candidate[]> {
  const { topics } = await import('../help/topics.ts')
  const commands = root.createHelp().visibleCommands(root)
  return [
    ...commands.map((one) => [one.name(), one.summary()] as const),
    ...Object.entries(topics).map(([name, { says }]) => [name, says] as const),
  ]
}
