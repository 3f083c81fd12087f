import type { Criterion, CriterionResult, Gate, Verdict } from '../model/index.ts'
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
  const criteria: CriterionResult[] = []
  for (const criterion of gate.criteria) {
    context.signal.throwIfAborted()
    criteria.push(await evaluateOne(criterion, checkers, context))
  }
  return verdictOf(criteria, strict)
}

async function evaluateOne(
  criterion: Criterion,
  checkers: readonly Checker[],
  context: CheckContext,
): Promise<CriterionResult> {
  const { key, text, check } = criterion
  if (check === null) return { key, text, verdict: 'claimed', reason: 'has no check', evidence: [] }
  const checker = checkers.find(({ kind }) => kind === check.kind)
  if (checker) return checker.check(criterion, context)
  const reason = `no checker for "${check.kind}"`
  return { key, text, verdict: 'insufficient-evidence', reason, evidence: [] }
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
