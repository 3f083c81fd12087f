import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Abilities, Backend } from '../../src/sandbox/index.ts'
import { backends } from './backends.ts'

/** The order of the page: the default first. */
const names = ['wasm', 'quickjs', 'process', 'isolated-vm'] as const

const rows: readonly (readonly [string, (abilities: Abilities) => boolean])[] = [
  ['WASI modules', ({ languages }) => languages.includes('wasm')],
  ['counts and bounds fuel', ({ fuel }) => fuel],
  ['bounds memory', ({ memory }) => memory],
  ['tells the peak of memory', ({ peak }) => peak],
  ['the same run for the same seed', ({ deterministic }) => deterministic],
  ['stops at the deadline inside a long built-in function', ({ preemptive }) => preemptive],
  ['the host goes on meanwhile', ({ apart }) => apart],
  ['compiled by V8', ({ compiled }) => compiled],
  ['an interpreter in WebAssembly', ({ isolation }) => isolation.includes('interpreter')],
  ['a heap of its own', ({ isolation }) => isolation.includes('heap')],
  ['a process of its own', ({ isolation }) => isolation.includes('process')],
]

test.runIf(process.platform === 'linux')(
  'the page of the sandbox says of each backend what the backend says of itself',
  async () => {
    const opened = await Promise.all(names.map(async (name) => backends[name]?.()))
    const known = opened.filter((backend): backend is Backend => backend !== undefined)
    expect(known.map(({ name }) => name)).toEqual(names)
    const lines = [
      `| | ${names.map((name) => `\`${name}\``).join(' | ')} |`,
      `|---|${names.map(() => '---|').join('')}`,
      ...rows.map(
        ([what, has]) =>
          `| ${what} | ${known.map(({ abilities }) => (has(abilities) ? 'yes' : 'no')).join(' | ')} |`,
      ),
    ]
    expect(readFileSync('docs/sandbox.md', 'utf8')).toContain(lines.join('\n'))
    await Promise.all(known.map(async (backend) => backend[Symbol.asyncDispose]()))
  },
)
