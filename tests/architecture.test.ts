import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { draw, embed } from './house/drawing.ts'
import { floors, look } from './house/floors.ts'

const house = process.cwd()

test('every room knows only the floors below it, and is entered by its door', async () => {
  const { summary, modules } = await look(house)
  expect(broken(summary.violations)).toEqual([])
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const seen = new Set(modules.map(({ source }) => source))
  expect(files.map((file) => `src/${file}`).filter((file) => !seen.has(file))).toEqual([])
})

test('every room of src stands on a floor', () => {
  const rooms = readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  expect(floors.flat()).toEqual(expect.arrayContaining(rooms))
})

test('the picture in ARCHITECTURE.md is what the imports say', async () => {
  const page = readFileSync('ARCHITECTURE.md', 'utf8')
  expect(embed(page, await draw(house)), 'draw it again with `npm run architecture`').toBe(page)
})

test.each([
  [
    'model knows only the floors below',
    { 'src/model/index.ts': `import '../engine/index.ts'`, 'src/engine/index.ts': `export {}` },
  ],
  [
    'no circles',
    {
      'src/engine/index.ts': `import './a.ts'`,
      'src/engine/a.ts': `import './b.ts'`,
      'src/engine/b.ts': `import './a.ts'`,
    },
  ],
  [
    'a room is entered by its door',
    { 'src/engine/index.ts': `import '../graph/path.ts'`, 'src/graph/path.ts': `export {}` },
  ],
  [
    'only the top floor uses the public API',
    { 'src/engine/index.ts': `import '../index.ts'`, 'src/index.ts': `export {}` },
  ],
  [
    'the top floor enters the house by the public API',
    { 'src/cli/main.ts': `import '../engine/index.ts'`, 'src/engine/index.ts': `export {}` },
  ],
  [
    'thinking rooms use only packages for thinking',
    {
      'src/graph/index.ts': `import 'left'`,
      'node_modules/left/package.json': `{ "name": "left", "main": "left.js" }`,
      'node_modules/left/left.js': `export {}`,
    },
  ],
  ['thinking rooms do no input or output', { 'src/graph/index.ts': `import 'node:fs'` }],
  ['only commands starts processes', { 'src/engine/index.ts': `import 'node:child_process'` }],
  [
    'a room is entered by its door',
    {
      'src/engine/index.ts': `async function f() { await using x = await import('../graph/path.ts') }`,
      'src/graph/path.ts': `export {}`,
    },
  ],
])('a planted fault is found: %s', async (name, files) => {
  const planted = mkdtempSync(join(tmpdir(), 'goap-house-'))
  try {
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(dirname(join(planted, file)), { recursive: true })
      writeFileSync(join(planted, file), `${source}\n`)
    }
    const { summary } = await look(planted)
    expect(summary.violations.map(({ rule }) => rule.name)).toContain(name)
  } finally {
    rmSync(planted, { recursive: true })
  }
})

function broken(
  violations: readonly {
    readonly from: string
    readonly to: string
    readonly rule: { readonly name: string }
  }[],
): string[] {
  return violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`)
}
