import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkGoal, readGoal } from '../../src/documents/index.ts'
import { execute } from '../../src/engine/index.ts'
import type { FactValue, Problem } from '../../src/model/index.ts'
import { planning } from '../../src/planner/index.ts'
import { findWorkspace, observeProblem, readConfiguration } from '../../src/workspace/index.ts'

// Each goal that comes with goap, from the text to the goal itself: observed, planned and executed in a repository that is new.

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

const permissions = { allow: [], deny: [], all: '--yes' } as const

/** A repository with a commit for each of these sets of files. */
function repository(...commits: readonly Readonly<Record<string, string>>[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'goap-goals-'))
  folders.push(folder)
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'config', 'user.name', 'Ann')
  git(folder, 'config', 'user.email', 'ann@example.org')
  // What stands for the user's own folder is none of the repository.
  writeFileSync(join(folder, '.git/info/exclude'), '.home\n')
  for (const [index, files] of commits.entries()) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    git(folder, 'add', '--all')
    git(folder, 'commit', '--quiet', '-m', `Step ${index + 1}`)
  }
  return folder
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim()
}

/** The actions that reach the goal from here, by name, what came of them, and what of the goal is still open. */
async function reached(
  name: string,
  workspace: string,
): Promise<{
  readonly done: readonly string[]
  readonly outcome: string
  readonly left: string[]
}> {
  const document = readGoal(readFileSync(`goals/${name}.md`), `goals/${name}.md`)
  expect(checkGoal(document)).toEqual([])
  const problem = await observed(document.problem, workspace)
  const { plan, steps, result } = await planning(problem, { optimal: true }).result()
  expect(result.status).toBe('optimal')
  if (plan === null) throw new Error('there is no plan')
  const { outcome } = await execute(plan, { workspace, permissions }).report
  return {
    done: steps.map(({ action }) => problem.actions[action]?.name ?? ''),
    outcome,
    left: open(await observed(document.problem, workspace)),
  }
}

/** The problem with what its probes see. */
async function observed(problem: Problem, folder: string): Promise<Problem> {
  const workspace = findWorkspace(folder, { environment: { GOAP_HOME: join(folder, '.home') } })
  const configuration = await readConfiguration(workspace.configuration)
  const seen = await observeProblem(problem, { workspace, configuration, permissions })
  expect(seen.world.refused).toEqual([])
  return seen.problem
}

/** The facts of the goal that are observed to be otherwise. */
function open({ goal, facts }: Problem): string[] {
  const known = new Map<string, FactValue>(facts.map(({ name, value }) => [name, value]))
  return goal.conditions.flatMap(({ fact, value }) =>
    known.has(fact) && known.get(fact) !== value ? [fact] : [],
  )
}

test('a release is tested, noted, committed and tagged, and then there is nothing to do', async () => {
  const folder = repository({ 'a.test.mjs': "import 'node:test'\n" }, { 'b.js': '1\n' })
  expect(await reached('release', folder)).toEqual({
    done: ['Write the notes', 'Commit the notes', 'Tag the release'],
    outcome: 'succeeded',
    left: [],
  })
  expect(git(folder, 'describe', '--tags')).toBe('v0.1.0')
  expect(readFileSync(join(folder, 'RELEASE_NOTES.md'), 'utf8')).toContain('- Step 2\n- Step 1')
  expect(await reached('release', folder)).toMatchObject({ done: [], left: [] })
  writeFileSync(join(folder, 'b.js'), '2\n')
  git(folder, 'commit', '--quiet', '--all', '-m', 'More')
  expect(await reached('release', folder)).toMatchObject({ outcome: 'succeeded', left: [] })
  expect(git(folder, 'describe', '--tags')).toBe('v0.2.0')
})

test('a build that a commit broke passes again, and what came after that commit stays', async () => {
  const folder = repository(
    {
      'a.js': 'const a = 1\n',
      'package.json': '{ "scripts": { "build": "node --check a.js" } }\n',
    },
    { 'a.js': 'const a = \n' },
    { 'b.js': 'const b = 2\n' },
  )
  expect(await reached('fix-build', folder)).toEqual({
    done: ['Find the commit that broke it', 'Revert it'],
    outcome: 'succeeded',
    left: [],
  })
  expect(readFileSync(join(folder, 'a.js'), 'utf8')).toBe('const a = 1\n')
  expect(existsSync(join(folder, 'b.js'))).toBe(true)
  expect(git(folder, 'status', '--porcelain', '--branch')).toBe('## main')
})

test('a dependency is replaced in every file and in package.json', async () => {
  const folder = repository({
    'package.json':
      '{ "name": "x", "dependencies": { "old-module": "^1.0.0", "other": "^2.0.0" } }\n',
    'a.mjs': "import { x } from 'old-module'\n",
    'src/b.js': 'const b = require("old-module")\nconst c = "old-module is old"\n',
  })
  expect(await reached('migrate-dependency', folder)).toEqual({
    done: ['List the new one', 'Replace the imports', 'Remove the old one', 'Run the tests'],
    outcome: 'succeeded',
    left: [],
  })
  expect(readFileSync(join(folder, 'a.mjs'), 'utf8')).toBe("import { x } from 'new-module'\n")
  expect(readFileSync(join(folder, 'src/b.js'), 'utf8')).toBe(
    'const b = require("new-module")\nconst c = "old-module is old"\n',
  )
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
    dependencies: { 'new-module': '*', other: '^2.0.0' },
  })
})

test('pages that are there already are not written again', async () => {
  const folder = repository({
    'package.json': '{ "scripts": { "test": "node --test" } }\n',
    'src/a.js': '1\n',
    'docs/history.md': '# Ours\n',
  })
  const { done, outcome, left } = await reached('write-documentation', folder)
  expect([outcome, left]).toEqual(['succeeded', []])
  expect(done.toSorted()).toEqual(['List the scripts', 'Write the index', 'Write the overview'])
  const page = (name: string): string => readFileSync(join(folder, 'docs', name), 'utf8')
  expect(page('history.md')).toBe('# Ours\n')
  expect(page('overview.md')).toContain('| src | 1 |')
  expect(page('scripts.md')).toContain('| npm run test | node --test |')
  expect(page('README.md')).toContain('- [overview](overview.md)')
})
