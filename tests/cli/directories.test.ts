import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { goap } from './run.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'goap-directories-')))
const outside = realpathSync(mkdtempSync(join(tmpdir(), 'goap-outside-')))
afterAll(() => {
  for (const one of [folder, outside]) rmSync(one, { recursive: true })
})

test('commands of an agent run in its folder, and never outside the workspace, however it is linked', async () => {
  for (const name of ['agents', 'part/deep']) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(outside, 'secret.txt'), 'from outside')
  symlinkSync(join(folder, 'part/deep'), join(folder, 'inward'))
  symlinkSync(outside, join(folder, 'outward'))
  const agents = { inner: 'inward', outer: 'outward', lost: 'nowhere', writer: 'part' }
  for (const [name, directory] of Object.entries(agents))
    writeFileSync(
      join(folder, 'agents', `${name}.md`),
      `---\nname: ${name}\ndirectory: ${directory}\n${name === 'writer' ? 'command: pwd > here.txt\n' : ''}---\n`,
    )
  const task = (
    id: string,
    agent: string,
    command = '\n  - Command: `pwd; cat secret.txt || true`',
  ): string => `- [ ] **${id}**: Go${command}\n  - Agent: ${agent}\n`
  writeFileSync(
    join(folder, 'plan.md'),
    `# Plan\n\n${task('A1', 'inner')}${task('A2', 'outer')}${task('A3', 'lost')}${task('A4', 'writer', '')}`,
  )
  const { out } = await goap(folder, ['execute', '--yes', '--continue', 'plan.md'])
  expect(out).toContain('✓ A1')
  expect(out).toMatch(/✗ A2.*The working folder "outward" leads to .*, outside the workspace/)
  expect(out).toMatch(/✗ A3.*The folder .*nowhere does not exist/)
  expect(out).toContain('✓ A4')
  const log = (await goap(folder, ['log', '--json'])).out
  expect(log).toContain(join(folder, 'part/deep'))
  expect(log).not.toContain('from outside')
  expect(realpathSync(join(folder, 'part/here.txt'))).toBe(join(folder, 'part/here.txt'))
})
