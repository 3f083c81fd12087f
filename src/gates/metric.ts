import { commandEvidence, howItEnded } from '../agents/index.ts'
import type { Milliseconds } from '../base/index.ts'
import {
  judgeMetric,
  measure,
  unitOf,
  type Criterion,
  type CriterionResult,
  type Evidence,
  type MetricSource,
  type Take,
} from '../model/index.ts'
import type { CheckContext, Checker } from './checker.ts'
import { fileEvidence } from './file.ts'
import { find } from './find.ts'

export interface MetricCheckOptions {
  /** Time given to one command. Default: 10 minutes. */
  readonly timeout?: Milliseconds
}

/** Checks a criterion by a number that it takes out of what a command prints, or out of a file. Without a number there is no verdict. */
export function metricChecker(options: MetricCheckOptions = {}): Checker {
  return {
    kind: 'metric',
    async check(criterion, context) {
      const { key, text, check, expectations } = criterion
      if (check?.kind !== 'metric') return lacking(criterion, 'it is no metric', [])
      const source = await textOf(check.from, context, options)
      if (source.text === null) return lacking(criterion, source.reason, source.evidence)
      const measured = measure(check.take, source.text, unitOf(check, expectations), find)
      const named = nameOf(check.from)
      if (measured.value === null)
        return lacking(criterion, `${named}: ${measured.reason}`, source.evidence)
      const { value, unit } = measured
      const of = `${takenBy(check.take, unit)} of ${named}`
      const evidence = [...source.evidence, { kind: 'measure', value, unit, of } as const]
      return { key, text, ...judgeMetric(expectations, measured), evidence }
    },
  }
}

interface SourceText {
  readonly text: string | null
  /** Why there is none. */
  readonly reason: string
  readonly evidence: readonly Evidence[]
}

async function textOf(
  from: MetricSource,
  { commands, files, signal }: CheckContext,
  { timeout }: MetricCheckOptions,
): Promise<SourceText> {
  if (from.kind === 'file') {
    const seen = await files.look(from.path, signal)
    const evidence = [fileEvidence(from.path, seen)]
    const text = seen.found === 'file' ? seen.text : null
    return { text, reason: `${from.path} ${whyNoText(seen.found)}`, evidence }
  }
  const { command, runnable } = from
  if (!runnable)
    return { text: null, reason: 'the command is incomplete, so it was not run', evidence: [] }
  const result = await commands.run(
    { script: command, ...(timeout === undefined ? {} : { timeout }) },
    signal,
  )
  const evidence = [commandEvidence(command, result)]
  // `grep -c` exits with 1 when it counts none.
  const isAnswer = result.exit === 0 || (result.exit === 1 && /^\s*-?\d+(?:\.\d+)?\s*$/.test(result.tail)) // prettier-ignore
  const isWhole = result.ended === 'exited' && isAnswer
  const reason = `nothing was measured: ${howItEnded(result)}`
  return { text: isWhole ? result.tail : null, reason, evidence }
}

function whyNoText(found: 'file' | 'folder' | 'nothing' | 'unknown'): string {
  return {
    file: 'is too large to be read',
    folder: 'is a folder',
    nothing: 'does not exist',
    unknown: 'cannot be looked at',
  }[found]
}

function nameOf(from: MetricSource): string {
  return from.kind === 'file' ? from.path : 'the output'
}

function takenBy(take: Take | null, unit: string): string {
  if (take === null) return unit === '%' ? 'the last percentage' : 'the only number'
  switch (take.kind) {
    case 'json':
      return take.path
    case 'pattern':
      return `/${take.pattern}/`
    case 'report':
      return take.figure
  }
}

function lacking(
  { key, text }: Criterion,
  reason: string,
  evidence: readonly Evidence[],
): CriterionResult {
  return { key, text, verdict: 'insufficient-evidence', reason, evidence }
}
