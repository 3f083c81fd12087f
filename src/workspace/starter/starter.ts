import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { GoapError } from '../../base/index.ts'
import { agentPages, claudePages } from './pages.ts'
import { firstCommands, firstPlan } from './plan.ts'
import { projectOf, type Project } from './project.ts'

/** A file that a workspace begins with. */
export interface StarterFile {
  /** Relative to the workspace, with `/`. */
  readonly name: string
  /** What it is for. */
  readonly about: string
  readonly text: string
  /** `same`: it is there as it should be. `other`: another one is there, and stays. `line`: `text` is put at its end. */
  readonly state: 'new' | 'same' | 'other' | 'line'
}

/** What a workspace would begin with. */
export interface Starter {
  readonly project: Project
  readonly files: readonly StarterFile[]
  /** Commands that the configuration allows. */
  readonly allows: readonly string[]
}

/** What a folder needs to begin with goap; nothing is written. Throws `workspace/not-readable`. */
export function starterOf(
  root: string,
  { claude = false }: { readonly claude?: boolean } = {},
): Starter {
  const isGit = existsSync(join(root, '.git'))
  const project = projectOf(root)
  const allows = firstCommands(project, isGit)
  const file = (name: string, about: string, text: string): StarterFile => {
    const there = textOf(root, name)
    return {
      name,
      about,
      text,
      state: there === null ? 'new' : isSame(there, text) ? 'same' : 'other',
    }
  }
  const agents = Object.entries(agentPages).map(([name, text]) =>
    file(name, 'an agent that a plan may name', text),
  )
  const pages = Object.entries(claude ? claudePages : {}).map(([name, text]) =>
    file(name, 'teaches Claude Code to use goap', text),
  )
  const files = [
    configurationFile(root, file('goap.config.json', 'what may run, and how', configurationText(root, allows))), // prettier-ignore
    ...agents,
    file('plans/first.md', 'a first plan', firstPlan(project, isGit)),
    ...(isGit ? [ignoreFile(root)] : []),
    ...pages,
  ]
  return { project, files, allows }
}

/** Makes what is not there yet. Gives the names of what it made. Throws `workspace/not-writable`. */
export function makeStarter(root: string, { files }: Starter): readonly string[] {
  const made: string[] = []
  for (const { name, text, state } of files) {
    const path = join(root, name)
    try {
      if (state === 'line') appendFileSync(path, text)
      if (state === 'new') {
        mkdirSync(dirname(path), { recursive: true })
        // Somebody may have made it meanwhile: then theirs stays.
        writeFileSync(path, text, { flag: 'wx' })
      }
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : String(cause)
      throw new GoapError('workspace/not-writable', `${name} cannot be written: ${what}.`, { cause }) // prettier-ignore
    }
    if (state === 'line' || state === 'new') made.push(name)
  }
  return made
}

/** Ticks that a run has set make no other plan. */
function isSame(there: string, text: string): boolean {
  return there === text || there.replace(/\[[x~!-]\]/g, '[ ]') === text
}

/** A YAML configuration is one too. */
function configurationFile(root: string, file: StarterFile): StarterFile {
  return file.state === 'new' && existsSync(join(root, 'goap.config.yaml'))
    ? { ...file, name: 'goap.config.yaml', state: 'other' }
    : file
}

function configurationText(root: string, allows: readonly string[]): string {
  const schema = existsSync(join(root, 'package.json'))
    ? './node_modules/goap-engine/docs/configuration.schema.json'
    : 'goap/configuration@1'
  const configuration = {
    $schema: schema,
    permissions: { allow: allows, deny: ['git push *'] },
    concurrency: 4,
    timeout: '10 min',
  }
  return `${JSON.stringify(configuration, null, 2)}\n`
}

/** The line that keeps goap's state out of git. */
function ignoreFile(root: string): StarterFile {
  const there = textOf(root, '.gitignore')
  const about = 'keeps the journal in .goap/ out of git'
  const isThere = /^\/?\.goap\/?[ \t]*\r?$/m.test(there ?? '')
  if (isThere) return { name: '.gitignore', about, text: '.goap/\n', state: 'same' }
  const end = there?.includes('\r\n') === true ? '\r\n' : '\n'
  const break_ = there === null || there === '' || there.endsWith('\n') ? '' : end
  return {
    name: '.gitignore',
    about,
    text: `${break_}.goap/${end}`,
    state: there === null ? 'new' : 'line',
  }
}

function textOf(root: string, name: string): string | null {
  try {
    return readFileSync(join(root, name), 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return null // prettier-ignore
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${name} cannot be read: ${what}.`, { cause })
  }
}
