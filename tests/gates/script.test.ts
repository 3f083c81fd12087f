import { expect, test } from 'vitest'
import { GoapError } from '../../src/base/index.ts'
import { scripted } from '../../src/commands/index.ts'
import { read } from '../../src/documents/index.ts'
import { evaluate, memoryFiles, scriptChecker, type CheckContext, type GateResult } from '../../src/gates/index.ts' // prettier-ignore
import type { Sandbox } from '../../src/sandbox/index.ts'
import { standIn } from '../sandbox/stand-in.ts'

const tree = '0'.repeat(64)

/** The result of a gate with criteria that have these scripts, by their texts. */
function judge(
  criteria: Readonly<Record<string, string>>,
  { sandbox = standIn(), ...more }: Partial<CheckContext> & { sandbox?: Sandbox | null } = {},
): Promise<GateResult> {
  const items = Object.entries(criteria).map(([text, code]) => `- ${text}\n\n  \`\`\`js check\n  ${code}\n  \`\`\`\n`) // prettier-ignore
  const source = `# Plan\n\n- [ ] A1: Do it\n\n## Quality Gate\n\n${items.join('\n')}`
  const [gate] = read(source, 'plan.md').plan.gates
  if (!gate) throw new Error('there is no gate')
  const context: CheckContext = {
    commands: scripted({}),
    signal: new AbortController().signal,
    facts: new Map([['deployed', true]]),
    files: memoryFiles({}),
    tree: async () => tree,
    ...more,
  }
  return evaluate(gate, [scriptChecker({ sandbox })], context, false)
}

test.each([
  ['It holds', 'true', 'passed', 'its script says true'],
  ['It holds', '1 > 2', 'failed', 'its script says false'],
  ['It holds', '({ passed: true, seen: 3 })', 'passed', '{"passed":true,"seen":3}'],
  ['It holds', '({ passed: false, reason: "two are open" })', 'failed', 'two are open'],
  ['Words → ≥ 3', '3', 'passed', 'its script gives 3'],
  ['Words → ≥ 3', '2', 'failed', 'its script gives 2, expected ≥ 3'],
  ['Time → < 2 s', '1500', 'passed', 'its script gives 1500'],
  ['Errors → 0 errors', '0', 'passed', 'its script gives 0'],
  ['Version → prints "v2"', '"V2.1"', 'passed', 'its script gives "V2.1"'],
  ['Version → prints "v2"', '"v3"', 'failed', 'its script gives "v3", expected "v2" in it'],
])('a criterion "%s" with the script `%s` is %s', async (text, code, verdict, reason) => {
  const { criteria } = await judge({ [text]: code })
  expect(criteria).toMatchObject([{ verdict, reason, check: 'script', inputs: { of: 'tree', digest: tree } }]) // prettier-ignore
  expect(criteria[0]?.evidence[0]).toMatchObject({ kind: 'script', status: 'success' })
})

test.each([
  ['It holds', '7', 'its script gives 7, and nothing says what it must be'],
  ['Words → ≥ 3', '"many"', 'its script gives "many", which cannot be compared with what is expected'],
  ['It holds', 'undefined', 'its script gives nothing, which is neither true, false, an object with "passed", nor a value to compare'],
  ['It holds', '[1]', 'its script gives [1], which is neither true, false, an object with "passed", nor a value to compare'],
  ['It holds', 'nobody()', 'its script threw ReferenceError: nobody is not defined (line 1 of the script)'],
  ['It holds', 'for (;;);', 'its script used all its fuel'],
])('"%s" with `%s` proves nothing and refutes nothing, and blocks', async (text, code, reason) => {
  const { criteria, blocking } = await judge({ [text]: code })
  expect({ criteria, blocking }).toMatchObject({ criteria: [{ verdict: 'insufficient-evidence', reason }], blocking: true }) // prettier-ignore
}) // prettier-ignore

test('without a sandbox, and where it fails, nothing is proven', async () => {
  const none = await judge({ 'It holds': 'true' }, { sandbox: null })
  expect(none.criteria).toMatchObject([{ verdict: 'insufficient-evidence', reason: 'there is no sandbox here to run its script', evidence: [] }]) // prettier-ignore
  const sandbox: Sandbox = {
    execute: async () => {
      throw new GoapError('sandbox/bad-script', 'The tool "1" has no name.')
    },
    [Symbol.asyncDispose]: async () => {},
  }
  const failed = await judge({ 'It holds': 'true' }, { sandbox })
  expect(failed.criteria).toMatchObject([{ verdict: 'insufficient-evidence', reason: 'its script was not run: The tool "1" has no name' }]) // prettier-ignore
})

test('a script finds facts, what tasks told, the targets of the plan, and what was judged before it', async () => {
  const sandbox = standIn()
  const metrics = [{ name: 'Coverage', target: '90 %', current: null, place: null }]
  const outputs = { 'plan.md#a1': { words: 3 }, 'other.md#b': { pages: 1 } }
  await judge({ First: '2 > 1', Second: 'true' }, { sandbox, run: { plan: 'Plan', document: 'plan.md', outputs, metrics } }) // prettier-ignore
  expect(sandbox.scripts[1]?.input).toEqual({
    criterion: { key: 'second', text: 'Second', terms: [] },
    plan: { title: 'Plan', document: 'plan.md' },
    facts: { deployed: true },
    outputs: { a1: { words: 3 }, 'other.md#b': { pages: 1 } },
    metrics: [{ name: 'Coverage', target: '90 %', current: null }],
    results: [{ key: 'first', text: 'First', verdict: 'passed', measured: null }],
  })
})

test('a cancelled evaluation ends with its signal', async () => {
  const controller = new AbortController()
  const sandbox: Sandbox = {
    async execute() {
      controller.abort()
      throw new GoapError('sandbox/bad-script', 'gone')
    },
    [Symbol.asyncDispose]: async () => {},
  }
  await expect(judge({ 'It holds': 'true' }, { sandbox, signal: controller.signal })).rejects.toThrow('aborted') // prettier-ignore
})
