import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { parseDefinition, type AgentDefinition, type BrokenDefinition } from '../agents/index.ts'
import { GoapError } from '../base/index.ts'
import { agentKey } from '../model/index.ts'
import type { Workspace } from './find-workspace.ts'

/** The agents that the files of a workspace define. */
export interface FoundAgents {
  readonly definitions: readonly AgentDefinition[]
  /** Files that mean to define an agent and do not; the others are found nonetheless. */
  readonly broken: readonly BrokenDefinition[]
  /** Everything that is wrong: of the broken ones, and of names that are defined twice. */
  readonly problems: readonly GoapError[]
}

/** Where definitions lie; of two with one name, the one of the earlier folder counts. */
export const agentFolders: readonly string[] = ['agents', '.claude/agents']

/** Reads the Markdown files with a front matter below `agents/` and `.claude/agents/`. */
export function findAgents({ root }: Pick<Workspace, 'root'>): FoundAgents {
  const definitions: AgentDefinition[] = []
  const broken: BrokenDefinition[] = []
  const problems: GoapError[] = []
  const places = new Map<string, { readonly folder: string; readonly file: string }>()
  for (const folder of agentFolders)
    for (const file of markdownBelow(root, folder)) {
      const parsed = parsedFile(root, file)
      if (!parsed) continue
      if ('broken' in parsed) problems.push(parsed.broken.error)
      const { name } = 'broken' in parsed ? parsed.broken : parsed.definition
      const before = places.get(agentKey(name))
      if (before?.folder === folder && 'definition' in parsed)
        problems.push(twice(file, name, before.file))
      if (before) continue
      places.set(agentKey(name), { folder, file })
      if ('broken' in parsed) broken.push(parsed.broken)
      else definitions.push(parsed.definition)
    }
  return { definitions, broken, problems }
}

/** Names relative to the workspace, sorted. */
function markdownBelow(root: string, folder: string): readonly string[] {
  return entriesOf(join(root, folder))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const name = `${folder}/${entry.name}`
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : markdownBelow(root, name)
      if (!/\.md$/i.test(entry.name)) return []
      return statSync(join(root, name), { throwIfNoEntry: false })?.isFile() ? [name] : []
    })
}

/** A folder that is not there, or that cannot be read, defines nothing. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function parsedFile(root: string, file: string): ReturnType<typeof parseDefinition> {
  try {
    return parseDefinition(readFileSync(join(root, file), 'utf8'), file)
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause
    const name = file.replace(/^.*\//, '').replace(/\.md$/i, '')
    const message = `${file} cannot be read: ${cause.message}.`
    return { broken: { name, file, error: new GoapError('workspace/not-readable', message, { cause }) } } // prettier-ignore
  }
}

function twice(file: string, name: string, first: string): GoapError {
  return new GoapError('agents/bad-definition', `${file}: "${name}" is defined in ${first} already.`, { hint: 'Give one of them another name; the first counts.' }) // prettier-ignore
}
