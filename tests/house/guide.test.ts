import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { groups } from '../../src/cli/help/groups.ts'
import { processIo } from '../../src/cli/io.ts'
import { program } from '../../src/cli/program.ts'
import { configurationSchema } from '../../src/workspace/configuration-schema.ts'
import { configurationJsonSchema } from './configuration-schema.ts'
import { folderWith } from '../workspace/folder.ts'

const guide = readFileSync('docs/guide.md', 'utf8')

test('the first ten minutes of the guide print what the guide shows', () => {
  const scripts = { build: 'echo built', test: 'echo 3 passed' }
  const folder = folderWith({ 'package.json': JSON.stringify({ name: 'pages', scripts }) })
  const goap = `npx() { shift; '${process.execPath}' '${resolve('bin/goap.js')}' "$@"; }`
  const run = (call: string): string =>
    execFileSync('bash', ['-c', `${goap}\n${call} || true`], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: 'true', NO_COLOR: '1', GOAP_HOME: join(folder, 'home') },
    })
  run('git init -q .')
  const steps = stepsOf(section('The first ten minutes'))
  expect(steps.length).toBeGreaterThan(8)
  for (const { call, shown } of steps) {
    const told = plain(run(call))
    expect(told, `${call}\nshould print\n${shown}`).toMatch(patternOf(plain(shown)))
  }
})

test('the guide lists every command, in the groups of the help, with what it does', () => {
  const rows = rowsOf(section('All commands'))
  const { commands } = program(processIo(), () => {})
  const expected = groups.flatMap(([heading, names]) =>
    names.map((name, index) => {
      const summary = commands.find((one) => one.name() === name)?.summary()
      return [index === 0 ? heading : '', `\`goap ${name}\``, summary]
    }),
  )
  expect(rows).toEqual(expected)
})

test('the guide has a row for each field of the configuration, with its default, and no other', () => {
  const text = section('Configuration')
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? []
  expect(configurationSchema.safeParse(JSON.parse(example)).error).toBeUndefined()
  const fields = fieldsOf(configurationJsonSchema() as Schema)
  const rows = rowsOf(text)
  expect(rows.map(([name = '']) => name.replaceAll('`', '')).toSorted(inOrder)).toEqual(
    fields.map(({ name }) => name).toSorted(inOrder),
  )
  const defaults = fields.flatMap(
    ({ name, schema: { default: value } }) =>
    typeof value === 'number' ? [[name, `${value}`]] : typeof value === 'string' ? [[name, `\`${value}\``]] : [], // prettier-ignore
  )
  expect(defaults.length).toBeGreaterThan(0)
  const told = defaults.map(([name]) => [name, rows.find(([one]) => one === `\`${name}\``)?.[2]])
  expect(told).toEqual(defaults)
})

interface Schema {
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
}

/** Fields that hold no others, by their path. */
function fieldsOf(schema: Schema, path = ''): { readonly name: string; readonly schema: Schema }[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, below]) => {
    const name = path === '' ? key : `${path}.${key}`
    if (key === '$schema') return []
    return below.properties ? fieldsOf(below, name) : [{ name, schema: below }]
  })
}

/** The cells of a table's rows, without its head. */
function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim())) // prettier-ignore
}

function inOrder(left: string, right: string): number {
  return left < right ? -1 : 1
}

function section(heading: string): string {
  const [, text = ''] = new RegExp(`^## ${heading}\n([\\s\\S]*?)^## \\w`, 'm').exec(guide.replace(/^## Phase.*\n/gm, '')) ?? [] // prettier-ignore
  return text
}

interface Step {
  readonly call: string
  readonly shown: string
}

/** The lines behind `$`, each with what stands below it. */
function stepsOf(text: string): readonly Step[] {
  const fences = [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, inside = '']) => inside)
  return fences.flatMap((inside) =>
    inside.split(/^\$ /m).slice(1).map((part) => {
      const end = part.indexOf('\n')
      return { call: part.slice(0, end), shown: part.slice(end + 1) }
    }),
  ) // prettier-ignore
}

function plain(text: string): string {
  return text.replace(/\d{8}-\d{6}-\w{5}/g, 'RUN').replace(/\d+\.\d s/g, 'TIME')
}

/** A line `…` stands for any lines. */
function patternOf(shown: string): RegExp {
  const parts = shown.split(/^…\n/m).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('(?:.*\\n)*?')}$`)
}
