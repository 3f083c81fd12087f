import { describe, expect, test } from 'vitest'
import { confined, lackOf, type CommandResult } from '../../src/commands/index.ts'
import { canConfine, tellWhyNot } from './confinement-here.ts'
import { folder } from './folder.ts'

async function lack(script: string, network = false): Promise<ReturnType<typeof lackOf>> {
  const commands = confined({ workspace: folder(), reach: () => ({ network }) })
  return lackOf(await commands.run({ script }, new AbortController().signal))
}

tellWhyNot()

describe.skipIf(!canConfine)('a confined command that failed', () => {
  test.each([
    'curl -sS https://example.org',
    'curl -sS http://192.0.2.1',
    'git ls-remote https://example.org/x.git',
    'node -e "fetch(\'http://example.org\').catch((e) => { throw e })"',
    "node -e \"require('net').connect(80, '192.0.2.1')\"",
    "node -e \"require('net').connect(1, '127.0.0.1')\"",
    'getent hosts example.org || { echo "Temporary failure in name resolution"; exit 2; }',
  ])('for lack of a network is known: %s', async (script) => {
    expect(await lack(script)).toBe('network')
  })

  test('by writing elsewhere is known', async () => {
    expect(await lack('echo > /usr/made')).toBe('writing')
    expect(await lack("node -e \"fs.writeFileSync('/usr/made', '')\"")).toBe('writing')
  })

  test('for another reason lacks nothing, nor one that succeeded', async () => {
    expect(await lack('echo wrong; exit 1')).toBeNull()
    expect(await lack('echo ENOTFOUND')).toBeNull()
    expect(await lack('echo ENOTFOUND; exit 1', true)).toBeNull()
  })
})

test('what was not confined lacks nothing', () => {
  const result = { ended: 'exited', exit: 1, tail: 'ENOTFOUND', confinement: 'plain' } as CommandResult // prettier-ignore
  expect(lackOf(result)).toBeNull()
})
