import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { shells } from '../../src/cli/commands/completion.ts'
import { kindNamed, placeholderOf, wanted } from '../../src/cli/completion/wanted.ts'
import { processIo } from '../../src/cli/io.ts'
import { program } from '../../src/cli/program.ts'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const root = program(processIo(), () => {})
const commands = root.createHelp().visibleCommands(root)
const plan = '# Plan: P\n\n- [ ] T1: Say it: `echo one`\n- [ ] T2: Wait\n'
const phased = '# Plan: Q\n\n## Phase 1: Make\n\n- [ ] M1: Make\n\n### Quality Gate\n\n- [ ] `true` → exit 0\n' // prettier-ignore
const files = { 'goap.config.json': '{}', 'plans/one.md': plan, 'plans/b c.md': plan, 'data.json': '{}', 'plans/deep/x.txt': '' } // prettier-ignore

async function offered(folder: string, ...words: string[]): Promise<string[]> {
  const { code, out, err } = await goap(folder, ['complete', 'zsh', '--', ...words])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out.split('\n').filter((line) => line !== '').map((line) => line.split('\t')[0] ?? '') // prettier-ignore
}

test('each command is offered, with what it does; hidden ones are not', async () => {
  const { out } = await goap('.', ['complete', 'fish', '--', ''])
  expect(out).toBe(commands.map((one) => `${one.name()}\t${one.summary()}\n`).join(''))
  expect(out).not.toContain('complete\t')
  expect(await offered('.', 'ex')).toEqual(['execute', 'explain', 'export'])
})

test('the commands below a command are offered, and then their own options', async () => {
  expect(await offered('.', 'sandbox', '')).toEqual(['run', 'compile', 'health', 'bench'])
  expect(await offered('.', 'sandbox', 'h')).toEqual(['health'])
  expect(await offered('.', 'sandbox', 'run', '--preset', 'r')).toEqual(['restrictive'])
})

const all = commands.flatMap((one) => [
  [[one.name()], one] as const,
  ...one.commands.map((below) => [[one.name(), below.name()], below] as const),
])

test.each(all)(
  'each option of %s is offered, and of each value it is known what it can be',
  async (path, command) => {
    const options = command.createHelp().visibleOptions(command).flatMap(({ long }) => long ?? []) // prettier-ignore
    expect(await offered('.', ...path, '--')).toEqual(options)
    for (const option of command.options) {
      if (!option.required && !option.optional) continue
      const isKnown =
        option.argChoices !== undefined || kindNamed(placeholderOf(option)) !== undefined
      expect(isKnown, `the values of ${option.flags} are not known to the completion`).toBe(true)
    }
    for (const { long, argChoices = [] } of command.options) {
      const values = argChoices.length === 0 ? [] : await offered('.', ...path, long ?? '', '')
      expect(values).toEqual(argChoices)
      const [whole] =
        argChoices.length === 0 ? [undefined] : await offered('.', ...path, `${long}=`)
      expect(whole).toBe(argChoices[0] && `${long}=${argChoices[0]}`)
    }
    for (const argument of command.registeredArguments) {
      const isKnown = argument.argChoices !== undefined || kindNamed(argument.name()) !== undefined
      expect(isKnown, `the values of ${argument.name()} are not known`).toBe(true)
    }
  },
)

test('files that fit are offered: plans and folders for documents, anything for a file', async () => {
  const folder = folderWith(files)
  expect(await offered(folder, 'check', '')).toEqual(['plans/'])
  expect(await offered(folder, 'check', 'plans/')).toEqual(['plans/b c.md', 'plans/deep/', 'plans/one.md']) // prettier-ignore
  expect(await offered(folder, 'check', '--all', 'plans/one.md', 'plans/o')).toEqual(['plans/one.md']) // prettier-ignore
  expect(await offered(folder, 'import', 'd')).toEqual(['data.json'])
  expect(await offered(folder, 'status', '--state', '')).toEqual(['plans/'])
  expect(await offered(folder, 'check', 'nowhere/')).toEqual([])
  expect(await offered(folder, 'execute', '--allow', '')).toEqual([])
})

test('runs are offered newest first, where one goes on only those that are not finished', async () => {
  const folder = folderWith(files)
  expect(await offered(folder, 'log', '')).toEqual([])
  await goap(folder, ['execute', 'plans/one.md', '--yes'])
  const [run = ''] = await offered(folder, 'resume', '')
  expect(run).toMatch(/^\d{8}-\d{6}-\w{5}$/)
  expect((await goap(folder, ['complete', 'fish', '--', 'log', ''])).out).toBe(`${run}\tpaused · plans/one.md\n`) // prettier-ignore
  await goap(folder, ['cancel'])
  expect(await offered(folder, 'resume', '')).toEqual([])
  expect(await offered(folder, 'status', '2')).toEqual([run])
})

test('tasks, codes and topics are offered; a journal that cannot be read offers nothing and says nothing', async () => {
  const folder = folderWith(files)
  expect(await offered(folder, 'why', 'T')).toEqual(['T1', 'T2'])
  expect(await offered(folder, 'execute', 'plans/one.md', '--again', '')).toEqual(['T1', 'T2'])
  expect(await offered(folder, 'schedule', 'plans/one.md', '--duration', 'T1')).toEqual(['T1='])
  expect(await offered(folder, 'explain', 'documents/cy')).toEqual(['documents/cycle'])
  expect(await offered(folder, 'help', 'perm')).toEqual(['permissions'])
  expect(await offered(folder, 'completion', '')).toEqual([...shells])
  mkdirSync(join(folder, '.goap'))
  writeFileSync(join(folder, '.goap/journal.db'), 'no database')
  expect(await offered(folder, 'log', '')).toEqual([])
})

test('phases are offered by the key that --phase takes, gates to what steers a run', async () => {
  const folder = folderWith({ 'goap.config.json': '{}', 'plans/q.md': phased })
  const [phase = ''] = await offered(folder, 'execute', 'plans/q.md', '--phase', '')
  expect(phase).toContain('make')
  const { code, out } = await goap(folder, ['execute', 'plans/q.md', '--phase', phase, '--dry-run'])
  expect(code).toBe(0)
  expect(out).toContain('M1 Make')
  const [, gate = ''] = await offered(folder, 'waive', 'RUN', '')
  expect(gate).toContain('gate')
  expect(await offered(folder, 'approve', '')).toEqual(['M1', gate])
  expect(await offered(folder, 'why', '')).toEqual(['M1'])
})

test('an option that is there is not offered again, unless it may be there several times', () => {
  const offers = (...words: string[]) => wanted(root, words).values.map(([value]) => value)
  expect(offers('execute', '--strict', '--')).not.toContain('--strict')
  expect(offers('execute', '--allow', 'x', '--')).toContain('--allow')
  expect(offers('execute', '--only', 'x', '--')).toContain('--only')
  expect(offers('execute', '--', '--')).toEqual([])
  expect(offers('nonsense', '')).toEqual([])
  expect(offers('--no-color', 'che')).toContain('check')
})

test('goap complete takes bash for what it is: a sign of equality is a word of its own', async () => {
  const { out } = await goap('.', ['complete', 'bash', '--', 'graph', 'x.md', '--format', '=', 's'])
  expect(out).toBe('svg\n')
})

/** Whether a shell is there to be tried; CI may have none but bash. */
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0

// What the scripts print: the words that the shell would offer.
const asks: Readonly<Record<string, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) =>
    `source ${script}; COMP_WORDS=(goap ${words.map(quoted).join(' ')}); COMP_CWORD=${words.length}; _goap; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (script, words) =>
    `compdef() { :; }; compadd() { local name=\${@[-1]}; print -rl -- \${(P)name}; }; source ${script}; words=(goap ${words.map(quoted).join(' ')}); CURRENT=${words.length + 1}; _goap`,
  fish: (script, words) => `source ${script}; complete -C ${quoted(`goap ${words.join(' ')}`)}`,
}

describe.each(shells)('completion in %s', (shell) => {
  test.skipIf(!has(shell))(
    `${shell} offers commands, options, values, files and runs (skipped where it is not installed)`,
    async () => {
      const folder = folderWith(files)
      await goap(folder, ['execute', 'plans/one.md', '--yes'])
      const bin = join(folder, 'bin')
      mkdirSync(bin)
      writeFileSync(join(bin, 'goap'), `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(resolve('bin/goap.js'))} "$@"\n`) // prettier-ignore
      chmodSync(join(bin, 'goap'), 0o755)
      symlinkSync(join(bin, 'goap'), join(bin, 'again'))
      const script = join(folder, 'completion')
      writeFileSync(script, (await goap(folder, ['completion', shell])).out)
      const offers = (...words: string[]): string[] =>
        execFileSync(shell, ['-c', asks[shell]?.(script, words) ?? ''], {
          cwd: folder,
          encoding: 'utf8',
          env: { PATH: `${bin}${delimiter}${process.env['PATH']}`, HOME: folder, LANG: 'C.UTF-8' },
        })
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split('\t')[0] ?? '')
      expect(offers('che')).toEqual(['check'])
      expect(offers('check', '--dry')).toEqual(['--dry-run'])
      expect(offers('graph', '--format', 'm')).toEqual(['mermaid'])
      expect(offers('check', 'plans/o')).toEqual(['plans/one.md'])
      expect(offers('check', 'pl')).toEqual(['plans/'])
      expect(offers('check', 'plans/b')).toEqual([
        shell === 'bash' ? 'plans/b\\ c.md' : 'plans/b c.md',
      ])
      expect(offers('resume', '')).toEqual([expect.stringMatching(/^\d{8}-\d{6}-\w{5}$/)])
    },
  )
})

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
