import { expect, test } from 'vitest'
import { examples } from '../../src/cli/help/examples.ts'
import { firstSteps, groups } from '../../src/cli/help/groups.ts'
import { rendered } from '../../src/cli/help/render.ts'
import { topics, topicText } from '../../src/cli/help/topics.ts'
import { processIo } from '../../src/cli/io.ts'
import { program } from '../../src/cli/program.ts'
import { columns } from '../../src/base/index.ts'
import { callsIn, wrongWith } from '../house/command-names.ts'
import { goap } from './run.ts'

const root = program(processIo(), () => {})
const commands = root.createHelp().visibleCommands(root).map((one) => one.name()) // prettier-ignore
const page = { style: (_: unknown, text: string) => text, width: 60, columns, quotes: false }

test('goap alone shows first steps, every command in a group by what one wants, and the topics', async () => {
  const { code, out, err } = await goap('.', [])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(await goap('.', ['help'])).toMatchObject({ code: 0, out })
  expect(await goap('.', ['--help'])).toMatchObject({ code: 0, out })
  expect(out).not.toContain('\u001b')
  expect(out).not.toContain('More:')
  for (const name of [...commands, ...Object.keys(topics)])
    expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
  for (const [call] of firstSteps) expect(out).toContain(`  ${call} `)
})

test('no topic hides behind a command of its name', () => {
  expect(Object.keys(topics).filter((name) => commands.includes(name))).toEqual([])
})

test('each command stands in one group, and no group names another', () => {
  expect(groups.flatMap(([, names]) => names).toSorted()).toEqual(commands.toSorted())
})

test('a command called by its name is the same without the grammar of the others', () => {
  const few = commands.filter((name) => {
    const alone = program(processIo(), () => {}, name).commands
    const found = alone.find((one) => one.name() === name)?.helpInformation()
    expect(found).toBe(root.commands.find((one) => one.name() === name)?.helpInformation())
    return alone.length < commands.length / 2
  })
  for (const name of ['plan', 'check', 'execute', 'status']) expect(few).toContain(name)
})

test.each(commands)('goap help %s shows calls that the grammar knows', async (name) => {
  const calls = examples[name] ?? []
  expect(calls.length).toBeGreaterThan(0)
  const { code, out } = await goap('.', ['help', name])
  expect(code).toBe(0)
  for (const [call] of calls) {
    expect(out).toContain(call)
    expect(call.split(' ').slice(0, 2)).toEqual(['goap', name])
    const [found] = callsIn('examples', `\`\`\`sh\n${call}\n\`\`\``)
    expect(found && wrongWith(found, root), call).toBeNull()
  }
  expect((await goap('.', [name, '--help'])).out).toBe(out)
})

const below = root.commands.flatMap((one) => one.commands.map((each) => [`${one.name()} ${each.name()}`, each] as const)) // prettier-ignore

test.each(below)('goap help %s shows calls that the grammar knows', async (path, command) => {
  const calls = examples[path] ?? []
  expect(calls.length).toBeGreaterThan(0)
  const { code, out } = await goap('.', ['help', ...path.split(' ')])
  expect(code).toBe(0)
  expect(command.summary()).not.toBe('')
  for (const [call] of calls) {
    expect(out).toContain(call)
    expect(call.split(' ').slice(0, 3).join(' ')).toBe(`goap ${path}`)
    const [found] = callsIn('examples', `\`\`\`sh\n${call}\n\`\`\``)
    expect(found && wrongWith(found, root), call).toBeNull()
  }
  expect((await goap('.', [...path.split(' '), '--help'])).out).toBe(out)
})

test('a command below another that there is not is told with those that there are', async () => {
  expect(await goap('.', ['help', 'sandbox', 'walk'])).toMatchObject({ code: 2, err: expect.stringContaining('It has run, compile, health, bench') }) // prettier-ignore
  expect(await goap('.', ['sandbox', 'runn'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean run?') }) // prettier-ignore
  expect(await goap('.', ['help', 'check', 'run'])).toMatchObject({ code: 2, err: expect.stringContaining('`goap help check` explains it') }) // prettier-ignore
})

test.each(Object.entries(topics))(
  'goap help %s tells what docs/ says, in the width there is',
  async (name, topic) => {
    const { code, out } = await goap('.', ['help', name])
    expect(code).toBe(0)
    expect(out.length).toBeGreaterThan(200)
    const lines = rendered(topicText(topic), page)
    expect(lines.filter((line) => columns(line) > 60 && !line.startsWith('  '))).toEqual([])
    const prose = lines.filter((line) => !line.startsWith('  ') && !line.includes('**After'))
    expect(prose.join('\n')).not.toMatch(/\*\*\w|\]\(|^\||^#/m)
  },
)

test('a topic has the words of its page: what it shows of a list, a table and a fence', () => {
  const text = '# H\n\nSee [the `a` page](x.md) and **all\nof** it.\n\n- one\n  two\n\n| a | b |\n|---|---|\n| `x\\|y` | z |\n\n```sh\n# no heading\n```' // prettier-ignore
  expect(rendered(text, page)).toEqual([
    'H',
    '',
    'See the a page and all of it.',
    '',
    '- one two',
    '',
    'a    b',
    'x|y  z',
    '',
    '  # no heading',
  ])
  expect(rendered('`a`', { ...page, quotes: true })).toEqual(['`a`'])
})

test('a table that is too wide for the terminal is shown one row after the other', () => {
  const cell = 'word '.repeat(8).trim()
  expect(rendered(`| a | b |\n|---|---|\n| ${cell} | x |`, { ...page, width: 42 })).toEqual([
    cell,
    '    b: x',
  ])
})

test('the help is as wide as the terminal', async () => {
  let out = ''
  const stdout = { write: (text: string) => (out += text), columns: 60, isTTY: true }
  await goap('.', ['help', 'permissions'], { stdout, environment: { NO_COLOR: '1' } })
  expect(Math.max(...out.split('\n').map((line) => columns(line)))).toBeLessThanOrEqual(60)
  await goap('.', ['help'], { stdout, environment: { FORCE_COLOR: '1' } })
  expect(out).toContain('\u001b[1mRun:')
})

test('a misspelt command, option or topic gets the nearest; a topic or plan as command is told apart', async () => {
  expect(await goap('.', ['chekc'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean check?') }) // prettier-ignore
  expect(await goap('.', ['check', 'x', '--formt', 'json'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean --format?') }) // prettier-ignore
  expect(await goap('.', ['help', 'gate'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "gates"?') }) // prettier-ignore
  expect(await goap('.', ['permissions'])).toMatchObject({ code: 2, err: expect.stringContaining('goap help permissions') }) // prettier-ignore
  expect(await goap('.', ['plan.md'])).toMatchObject({ code: 2, err: expect.stringContaining('goap execute plan.md') }) // prettier-ignore
})
