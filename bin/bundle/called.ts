import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What most people call, one after the other in a project of its own. The dry run begins what `execute` is about, and starts no process. */
const calls: readonly (readonly string[])[] = [
  ['init', '--yes'],
  ['check', '.'],
  ['check', 'plan.md'],
  ['plan', 'goal.md', '--no-observe'],
  ['plan', 'goal.md', '--no-observe', '--json'],
  ['plan', 'plain-goal.md', '--no-observe'],
  ['execute', 'plan.md', '--dry-run'],
  ['status'],
  ['next', 'plan.md'],
]

/** What V8 tells of a process: of each function where it stands, and how often it was called. */
interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly ranges: readonly { startOffset: number; endOffset: number; count: number }[]
    }[]
  }[]
}

/** Of each file of the bundle in `folder` where the functions stand that usual commands call, as `start:end`. Runs them. */
export function calledIn(folder: string): ReadonlyMap<string, ReadonlySet<string>> {
  const root = mkdtempSync(join(tmpdir(), 'goap-bundle-'))
  const here = realpathSync(folder)
  try {
    const told = join(root, 'told')
    const project = join(root, 'project')
    cpSync(join(import.meta.dirname, 'sample'), project, { recursive: true })
    callAll(folder, project, { NODE_V8_COVERAGE: told, GOAP_HOME: join(root, 'home') })
    const called = new Map<string, Set<string>>()
    for (const file of readdirSync(told)) {
      const { result }: Coverage = JSON.parse(readFileSync(join(told, file), 'utf8'))
      for (const { url, functions } of result) {
        const name = url.startsWith('file:') ? relative(here, fileURLToPath(url)) : '..'
        if (name.startsWith('..')) continue
        const spans = called.get(name) ?? new Set()
        called.set(name, spans)
        for (const { ranges: [all] } of functions) if (all && all.count > 0) spans.add(`${all.startOffset}:${all.endOffset}`) // prettier-ignore
      }
    }
    return called
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** Runs them in one process; throws when one fails, since what does not work would be slow for everybody. */
function callAll(folder: string, cwd: string, variables: Readonly<Record<string, string>>): void {
  const main = pathToFileURL(resolve(folder, 'cli/main.js')).href
  const script = `const { main } = await import(${JSON.stringify(main)})
for (const words of ${JSON.stringify(calls)}) {
  const code = await main(words)
  if (code !== 0) throw new Error('goap ' + words.join(' ') + ' does not work from the bundle: ' + code)
}`
  const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd, encoding: 'utf8', env: { ...process.env, ...variables } }) // prettier-ignore
  if (status !== 0)
    throw new Error(`usual commands ended by ${signal ?? status} in the bundle, after:\n${stderr}`)
}
