import { expect, test } from 'vitest'
import { scripted } from '../../src/commands/index.ts'
import {
  approvalChecker,
  commandChecker,
  evaluate,
  fileChecker,
  memoryFiles,
  metricChecker,
  type CheckContext,
  type GateResult,
} from '../../src/gates/index.ts'
import { read } from '../../src/documents/index.ts'

const checkers = [commandChecker(), metricChecker(), fileChecker(), approvalChecker()]
const tree = '0'.repeat(64)

/** The result of a gate with these criteria, as a document says them. */
function judge(items: readonly string[], more: Partial<CheckContext> = {}): Promise<GateResult> {
  const source = `# Plan\n\n## Tasks\n\n- [ ] A1: Do it\n\n## Quality Gate\n\n${items.map((item) => `- ${item}`).join('\n')}\n`
  const [gate] = read(source, 'plan.md').plan.gates
  if (!gate) throw new Error('there is no gate')
  const files = memoryFiles({
    'README.md': '# Hi\nfoo\n',
    'coverage/coverage-summary.json': '{"total":{"lines":{"pct":93.5}}}',
    'junit.xml': '<testsuite tests="4" failures="1"/>',
  })
  const context: CheckContext = {
    commands: scripted({}),
    signal: new AbortController().signal,
    facts: new Map(),
    files,
    tree: async () => tree,
    ...more,
  }
  return evaluate(gate, checkers, context, false)
}

test('a file is looked at, and path, size and hash are kept as evidence', async () => {
  const { verdict, criteria } = await judge(['`README.md` exists', 'README.md contains `foo`'])
  expect(verdict).toBe('passed')
  expect(criteria[0]).toMatchObject({
    check: 'file',
    verdict: 'passed',
    inputs: { of: 'files', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    duration: expect.any(Number),
    evidence: [
      { kind: 'file', path: 'README.md', found: 'file', bytes: 9, hash: expect.stringMatching(/^[0-9a-f]{64}$/), confinement: 'plain' },
    ],
  }) // prettier-ignore
})

test('words that say more than a file shows are refuted by its absence and not proven by it', async () => {
  const { verdict, blocking, criteria } = await judge(['README.md exists with a good beginning'])
  expect({ verdict, blocking }).toEqual({ verdict: 'insufficient-evidence', blocking: false })
  expect(criteria[0]).toMatchObject({ verdict: 'claimed', evidence: [{ found: 'file' }] })
  const absent = await judge(['SECURITY.md exists with a policy'])
  expect(absent.criteria[0]).toMatchObject({ verdict: 'failed', reason: 'SECURITY.md does not exist' }) // prettier-ignore
})

test('a number is measured in a file', async () => {
  const { criteria } = await judge([
    '`coverage/coverage-summary.json`: `total.lines.pct` ≥ 90 %',
    '`coverage/coverage-summary.json` → ≥ 95 % lines',
    '`junit.xml` → 0 failures',
    '`none.json`: `a` ≥ 1',
  ])
  expect(criteria.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['passed', '93.5%'],
    ['failed', '93.5%, expected ≥ 95%'],
    ['failed', '1, expected = 0'],
    ['insufficient-evidence', 'none.json does not exist'],
  ])
  expect(criteria[0]?.evidence[1]).toEqual({
    kind: 'measure',
    value: 93.5,
    unit: '%',
    of: 'total.lines.pct of coverage/coverage-summary.json',
  })
})

test('a number is measured in what a command prints, and the state of the files is kept', async () => {
  const commands = scripted({
    'npm run coverage': { tail: 'Lines: 91%\n' },
    'npm run size': { tail: '{"total": 501}\n' },
    'npm run lint': { tail: '12 problems', exit: 1 },
    'grep -c TODO a.ts': { tail: '0\n', exit: 1 },
  })
  const { criteria } = await judge(
    [
      'Coverage ≥ 90 % (`npm run coverage`)',
      '`npm run size` → `.total` < 500',
      'Problems ≤ 20 (`npm run lint`)',
      'Notes = 0 (`grep -c TODO a.ts`)',
    ],
    { commands },
  )
  expect(criteria.map(({ verdict, reason, measured }) => [verdict, reason, measured])).toEqual([
    ['passed', '91%', '91%'],
    ['failed', '501, expected < 500', '501'],
    ['insufficient-evidence', 'nothing was measured: exit code 1', undefined],
    ['passed', '0', '0'],
  ])
  expect(criteria[0]).toMatchObject({ inputs: { of: 'tree', digest: tree } })
  expect(criteria[0]?.evidence).toMatchObject([
    { kind: 'command', exit: 0 },
    { kind: 'measure', value: 91, unit: '%' },
  ])
})

test('an incomplete command of a metric is not run', async () => {
  const commands = scripted(() => ({ tail: '99%' }))
  const { criteria } = await judge(['Coverage ≥ 90 % (`npm run <script>`)'], { commands })
  expect(criteria[0]).toMatchObject({ verdict: 'insufficient-evidence', evidence: [] })
  expect(commands.calls).toEqual([])
})

test('without git nothing is said of what commands rest on, and without commands git is not asked', async () => {
  let asked = 0
  const unknown = async (): Promise<null> => {
    asked++
    return null
  }
  const files = await judge(['`README.md` exists'], { tree: unknown })
  expect(asked).toBe(0)
  expect(files.criteria[0]?.inputs?.of).toBe('files')
  const commands = scripted({ make: {} })
  const { criteria } = await judge(['`make`', '`make` → exit 0'], { tree: unknown, commands })
  expect(asked).toBe(1)
  expect(criteria[0]).not.toHaveProperty('inputs')
})

test('an approval needs a person', async () => {
  const { verdict, criteria } = await judge(['Approved by Ann Lee', 'Manual review'])
  expect(verdict).toBe('failed')
  expect(criteria.map((one) => [one.verdict, one.reason])).toEqual([
    ['insufficient-evidence', 'Ann Lee must approve it'],
    ['insufficient-evidence', 'a person must approve it'],
  ])
})

test('a check that failed for want of what confinement keeps away says so, one that passed does not', async () => {
  const tail = 'curl: (6) Could not resolve host: example.org'
  const commands = scripted(({ script }) => ({ exit: script === 'make no' ? 0 : 6, tail, confinement: 'bubblewrap' })) // prettier-ignore
  const { criteria } = await judge(['`make yes` → exit code 0', '`make no` → exit code 0'], {
    commands,
  })
  expect(criteria.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/6.*: it had no network, which --network gives$/),
    expect.not.stringContaining('network'),
  ])
  expect(criteria[0]?.evidence).toMatchObject([{ confinement: 'bubblewrap' }])
})
