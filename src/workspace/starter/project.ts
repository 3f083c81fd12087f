import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A command that a project has for itself. */
export interface ProjectCommand {
  readonly title: string
  readonly command: string
}

/** What a folder holds, as far as a first plan needs to know it. */
export interface Project {
  /** Such as "a Node project (npm)"; told to the user. */
  readonly kind: string
  /** Each alone, in any order: linting, building. */
  readonly steps: readonly ProjectCommand[]
  /** What proves the whole: the tests. */
  readonly proof: ProjectCommand | null
}

/** Looks for the project of a folder: Node, Cargo, Go, Python or make, the first that is there. */
export function projectOf(root: string): Project {
  const has = (name: string): boolean => existsSync(join(root, name))
  return (
    node(root, has) ??
    cargo(has) ??
    go(has) ??
    python(root, has) ??
    make(root, has) ?? { kind: 'a folder without a known project', steps: [], proof: null }
  )
}

type Has = (name: string) => boolean

const scripts = [
  ['lint', 'Lint the sources'],
  ['typecheck', 'Check the types'],
  ['types', 'Check the types'],
  ['build', 'Build it'],
] as const

function node(root: string, has: Has): Project | null {
  if (!has('package.json')) return null
  const own = scriptsOf(textOf(root, 'package.json'))
  const manager = has('pnpm-lock.yaml') ? 'pnpm' : has('yarn.lock') ? 'yarn' : has('bun.lock') || has('bun.lockb') ? 'bun' : 'npm' // prettier-ignore
  const run = (script: string): string =>
    script === 'test' && manager !== 'bun' ? `${manager} test` : `${manager} run ${script}`
  // What `npm init` writes there fails, and is no test.
  const hasTest = own['test'] !== undefined && !own['test'].includes('no test specified')
  return {
    kind: `a Node project (${manager})`,
    steps: scripts.flatMap(([script, title]) =>
      own[script] === undefined ? [] : [{ title, command: run(script) }],
    ),
    proof: hasTest ? { title: 'Run the tests', command: run('test') } : null,
  }
}

function scriptsOf(text: string): Readonly<Record<string, string>> {
  try {
    const found: unknown = JSON.parse(text)
    const own: unknown = typeof found === 'object' && found !== null && 'scripts' in found ? found.scripts : {} // prettier-ignore
    return Object.fromEntries(
      Object.entries(typeof own === 'object' && own !== null ? own : {}).flatMap(
        ([name, script]: [string, unknown]) => (typeof script === 'string' ? [[name, script]] : []),
      ),
    )
  } catch {
    return {}
  }
}

function cargo(has: Has): Project | null {
  if (!has('Cargo.toml')) return null
  return {
    kind: 'a Rust project (cargo)',
    steps: [{ title: 'Build it', command: 'cargo build' }],
    proof: { title: 'Run the tests', command: 'cargo test' },
  }
}

function go(has: Has): Project | null {
  if (!has('go.mod')) return null
  return {
    kind: 'a Go project',
    steps: [
      { title: 'Vet the sources', command: 'go vet ./...' },
      { title: 'Build it', command: 'go build ./...' },
    ],
    proof: { title: 'Run the tests', command: 'go test ./...' },
  }
}

function python(root: string, has: Has): Project | null {
  const pages = ['pyproject.toml', 'setup.cfg', 'pytest.ini', 'tox.ini', 'requirements.txt', 'setup.py'] // prettier-ignore
  const there = pages.filter((page) => has(page))
  if (there.length === 0) return null
  const uses = has('pytest.ini') || there.some((page) => textOf(root, page).includes('pytest'))
  const pytest = has('uv.lock')
    ? 'uv run pytest'
    : has('poetry.lock')
      ? 'poetry run pytest'
      : 'python3 -m pytest'
  return {
    kind: 'a Python project',
    steps: [],
    proof: uses ? { title: 'Run the tests', command: pytest } : null,
  }
}

function make(root: string, has: Has): Project | null {
  const file = ['GNUmakefile', 'makefile', 'Makefile'].find((name) => has(name))
  if (file === undefined) return null
  const targets = new Set(
    [...textOf(root, file).matchAll(/^([\w-]+)[ \t]*:(?!=)/gm)].map(([, name]) => name),
  )
  const step = (name: string, title: string): ProjectCommand[] =>
    targets.has(name) ? [{ title, command: `make ${name}` }] : []
  const [proof = null] = [...step('test', 'Run the tests'), ...step('check', 'Run the checks')]
  return {
    kind: 'a project with a makefile',
    steps: [...step('lint', 'Lint the sources'), ...step('build', 'Build it')],
    proof,
  }
}

function textOf(root: string, name: string): string {
  try {
    return readFileSync(join(root, name), 'utf8')
  } catch {
    return ''
  }
}
