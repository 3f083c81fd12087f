import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { goap, type Said } from './run.ts'

/** Executes a plan at a terminal of 80 columns; all that was written to it, with its sequences. */
async function atTerminal(folder: string, ...args: readonly string[]): Promise<Said> {
  let written = ''
  const stdout = { isTTY: true, columns: 80, rows: 24, write: (text: string) => (written += text) }
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const said = await goap(folder, ['execute', 'plan.md', '--yes', ...args], { stdout, stdin })
  return { ...said, out: written }
}

test('the window counts on from what is done when the plan changes, and calls new tasks by their names', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md':
      '# Plan\n\n- [ ] A1: Edit: `node edit.cjs`\n- [ ] A2: Then: `sleep 0.2`\n  - Depends on: A1\n',
    'edit.cjs':
      "require('node:fs').appendFileSync('plan.md', '- [ ] A3: Something new: `sleep 1`\\n  - Depends on: A2\\n')",
  })
  const { out, code } = await atTerminal(folder, '--on-edit', 'replan')
  expect(code).toBe(0)
  expect(out).toContain('The plan has changed')
  expect(out).toContain('A3 Something new')
  expect(out).toContain('2 of 3 tasks ended')
  expect(out).toContain('critical path 66 % done')
})

test('the window is gone at the end, and what stays is what ended and the summary', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'fail.sh': 'echo "Error: no such thing"\nexit 3\n',
    'plan.md': '# Plan\n\n- [ ] A1: Wait: `sleep 0.5`\n- [ ] A2: Fail: `sh fail.sh`\n',
  })
  const { out, code } = await atTerminal(folder, '--no-color')
  expect(code).toBe(1)
  const last = out.slice(out.lastIndexOf('\u001b[J'))
  expect(last).not.toContain('tasks ended')
  expect(last).toContain('failed after')
  expect(last).toMatch(/✗ .*A2 Fail.* {2}plan\.md:4/)
  expect(last).toContain('Error: no such thing')
  expect(last).toContain('Try again what failed: goap execute plan.md --yes')
})

test('with NO_COLOR the window has no colours', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md': '# Plan\n\n- [ ] A1: Wait: `sleep 0.3`\n',
  })
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  const colours = /\u001b\[[\d;]*m/
  expect((await atTerminal(folder)).out).toMatch(colours)
  expect((await atTerminal(folder, '--again', '--no-color')).out).not.toMatch(colours)
})
