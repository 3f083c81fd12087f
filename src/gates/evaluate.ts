import { createHash } from 'node:crypto'
import { systemClock } from '../base/index.ts'
import {
  commandOf,
  type Criterion,
  type CriterionResult,
  type Evidence,
  type Gate,
  type Inputs,
  type Verdict,
} from '../model/index.ts'
import type { CheckContext, Checker } from './checker.ts'

/** A gate's verdict with the results it rests on. */
export interface GateResult {
  readonly verdict: Verdict
  readonly criteria: readonly CriterionResult[]
  /** Whether what follows must not go on. */
  readonly blocking: boolean
}

/**
 * Evaluates a gate: its criteria one after the other, so that commands do not disturb each other's measures. A criterion passes
 * only on evidence gathered here; one without a check is claimed.
 */
export async function evaluate(
  gate: Gate,
  checkers: readonly Checker[],
  context: CheckContext,
  strict: boolean,
): Promise<GateResult> {
  const runs = gate.criteria.some(({ check }) => check?.kind === 'script' || commandOf(check)?.runnable === true) // prettier-ignore
  // Once, before the first command: what commands leave behind is no part of what they rest on.
  const tree = runs ? ((await context.tree?.()) ?? null) : null
  const criteria: CriterionResult[] = []
  for (const criterion of gate.criteria) {
    context.signal.throwIfAborted()
    criteria.push(
      await evaluateOne(criterion, checkers, { ...context, results: [...criteria] }, tree),
    )
  }
  return verdictOf(criteria, strict)
}

async function evaluateOne(
  criterion: Criterion,
  checkers: readonly Checker[],
  context: CheckContext,
  tree: string | null,
): Promise<CriterionResult> {
  const { key, text, check } = criterion
  if (check === null) return { key, text, verdict: 'claimed', reason: 'has no check', evidence: [] }
  const checker = checkers.find(({ kind }) => kind === check.kind)
  const reason = `no checker for "${check.kind}"`
  if (!checker) return { key, text, verdict: 'insufficient-evidence', reason, evidence: [] }
  const { clock = systemClock } = context
  const begin = clock.elapsed()
  const result = await checker.check(criterion, context)
  const inputs = inputsOf(result.evidence, tree)
  const duration = clock.elapsed() - begin
  return { ...result, check: check.kind, duration, ...(inputs ? { inputs } : {}) }
}

/** What evidence rests on: the files that were looked at, or for a command or script the `tree`; null when that is not known. */
export function inputsOf(evidence: readonly Evidence[], tree: string | null): Inputs | null {
  if (evidence.some(({ kind }) => kind === 'command' || kind === 'script'))
    return tree === null ? null : { of: 'tree', digest: tree }
  const files = evidence.filter((one) => one.kind === 'file')
  if (files.length === 0) return null
  const digest = createHash('sha256')
  for (const { path, found, hash } of files) digest.update(`${path}\0${hash ?? found}\0`)
  return { of: 'files', digest: digest.digest('hex') }
}

/**
 * A gate whose checks all pass, at least one of them, is passed; insufficient evidence in a criterion that has a check fails it.
 * A gate without any check is insufficient evidence: reported, not blocking. `strict` fails every criterion without a check.
 */
export function verdictOf(criteria: readonly CriterionResult[], strict: boolean): GateResult {
  const checked = criteria.filter(({ verdict }) => verdict !== 'claimed')
  if (checked.some(({ verdict }) => verdict !== 'passed'))
    return { verdict: 'failed', criteria, blocking: true }
  if (strict && checked.length < criteria.length)
    return { verdict: 'failed', criteria, blocking: true }
  if (checked.length === 0) return { verdict: 'insufficient-evidence', criteria, blocking: strict }
  return { verdict: 'passed', criteria, blocking: false }
}
