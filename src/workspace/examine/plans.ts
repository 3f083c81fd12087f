import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { GoapError, nearest } from '../../base/index.ts'
import { simpleCommands, type Plan, type SimpleCommand } from '../../model/index.ts'
import { findDocuments } from '../find-documents.ts'
import type { Workspace } from '../find-workspace.ts'
import { loadDocuments, type LoadedDocument } from '../load-documents.ts'
import { note, ok, wrong, type Condition } from './finding.ts'

/** The plans in plans/, with what is wrong with them; none where there is no such folder. */
export function plansOf(workspace: Workspace): readonly LoadedDocument[] {
  const folder = join(workspace.root, 'plans')
  if (!existsSync(folder)) return []
  try {
    return loadDocuments(findDocuments([folder], workspace, workspace.root)).plans
  } catch (error) {
    if (error instanceof GoapError) return []
    throw error
  }
}

/** Whether the plans can be executed. */
export function planState(plans: readonly LoadedDocument[]): Condition {
  if (plans.length === 0)
    return note('plans', 'there are none in plans/', '`goap init` makes a first one')
  const faulty = plans.filter(({ diagnostics }) =>
    diagnostics.some(({ severity, safe }) => severity === 'error' && safe !== true),
  )
  const names = faulty.map(({ file }) => file.name)
  if (faulty.length > 0)
    return wrong('plans', 'error', `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} cannot be executed`, `\`goap check ${names[0] ?? ''}\` shows why`, 'documents') // prettier-ignore
  return ok('plans', `${plans.length} in plans/, none with errors`)
}

/** Definitions of agents: whether they can be read, and whether plans name others. */
export function agentState(
  { root }: Workspace,
  plans: readonly LoadedDocument[],
): readonly Condition[] {
  const files = ['agents', '.claude/agents'].flatMap((folder) => pagesIn(root, folder))
  const read = files.map((file) => ({ file, name: nameIn(join(root, file)) }))
  const bad = read.filter(({ name }) => name === null).map(({ file }) => file)
  const names = read.flatMap(({ name }) => name ?? [])
  const broken = bad.map(
    (file) =>
    wrong('agents', 'warning', `${file} names no agent`, 'begin it with front matter: `---`, `name: …`, `description: …`, `---`'), // prettier-ignore
  )
  const wanted = new Set(plans.flatMap(({ document }) => document.plan.tasks.flatMap(({ agent }) => agent ?? []))) // prettier-ignore
  const known = new Set(names.map((name) => name.toLowerCase()))
  const missing = names.length === 0 ? [] : [...wanted].filter((name) => !known.has(name.toLowerCase()) && !ours.has(name.toLowerCase())) // prettier-ignore
  const unknown = missing.slice(0, 5).map((name) => {
    const near = nearest(name, names)
    return note('agents', `plans name "${name}", which no page defines`, near === undefined ? null : `did they mean "${near}"?`) // prettier-ignore
  })
  const told = names.length === 0 ? 'none are defined' : `${names.length} defined: ${names.join(', ')}` // prettier-ignore
  return [...(broken.length > 0 && names.length === 0 ? [] : [ok('agents', told)]), ...broken, ...unknown] // prettier-ignore
}

/** Agents that goap has itself. */
const ours = new Set(['shell', 'manual', 'script', 'function'])

function pagesIn(root: string, folder: string): string[] {
  const path = join(root, folder)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  return readdirSync(path)
    .filter((name) => name.endsWith('.md') && name.toLowerCase() !== 'readme.md')
    .map((name) => `${folder}/${name}`)
}

/** The name in the front matter; null when there is none, or the page cannot be read. */
function nameIn(path: string): string | null {
  try {
    const matter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(readFileSync(path, 'utf8'))?.[1] ?? ''
    const name = /^name:[ \t]*(["']?)(.+?)\1[ \t]*\r?$/m.exec(matter)?.[2]
    return name ?? null
  } catch {
    return null
  }
}

/** Programs that the plans' commands call and that are nowhere on PATH. */
export function programState(
  { root }: Workspace,
  plans: readonly LoadedDocument[],
  path: string,
): Condition {
  const folders = path.split(delimiter).filter((one) => isAbsolute(one))
  const wanted = new Map<string, string>()
  for (const { document, file } of plans)
    for (const program of programsOf(document.plan))
      if (!wanted.has(program)) wanted.set(program, file.name)
  const missing = [...wanted].filter(([program]) =>
    program.includes('/')
      ? !canRun(isAbsolute(program) ? program : join(root, program))
      : !folders.some((folder) => canRun(join(folder, program))),
  )
  if (missing.length === 0)
    return ok('programs', wanted.size === 0 ? 'the plans call none' : `all ${wanted.size} that the plans call are there`) // prettier-ignore
  const told = missing.slice(0, 5).map(([program, file]) => `${program} (${file})`)
  return wrong('programs', 'warning', `not on PATH: ${told.join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}`, 'install them, or correct the commands') // prettier-ignore
}

function programsOf({ tasks, gates }: Plan): Set<string> {
  const checks = gates.flatMap(({ criteria }) => criteria.map(({ check }) => check))
  const scripts = [
    ...tasks.map(({ command }) => command),
    ...checks.map((check) => (check?.kind === 'command' && check.runnable ? check.command : null)),
  ].filter((script) => script !== null)
  const names = scripts.flatMap((script) =>
    simpleCommands(script).commands.flatMap((command) => programOf(command)),
  )
  return new Set(names)
}

/** The first word of a simple command, where it is a program's name and not the shell's own. */
function programOf({ text, inner }: SimpleCommand): string[] {
  const [name = ''] = text.split(' ')
  const own = /^[\w.+/-]*[\w+-]$/.test(name) && !builtins.has(name) ? [name] : []
  return finders.has(name) ? own : [...own, ...inner.flatMap((one) => programOf(one))]
}

/** They find the programs that they run by themselves, not on PATH. */
const finders = new Set(
  'bunx docker nix npm npx pipx pnpm podman poetry ssh uv uvx yarn'.split(' '),
)

const builtins = new Set(
  'alias bg break builtin case cd command continue declare do done echo elif else esac eval exec exit export false fc fg fi for function getopts hash help if in jobs let local mapfile printf pwd read readonly return select set shift shopt source test then time times trap true type typeset ulimit umask unalias unset until wait while'.split(' '), // prettier-ignore
)

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
