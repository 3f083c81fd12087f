import { howScriptEnded, scriptEvidence } from '../agents/index.ts'
import { GoapError, isObject, type Json } from '../base/index.ts'
import {
  compares,
  factName,
  type Criterion,
  type CriterionResult,
  type Evidence,
  type Expectation,
} from '../model/index.ts'
import type { Limits, Sandbox, Tool } from '../sandbox/index.ts'
import type { CheckContext, Checker } from './checker.ts'

export interface ScriptCheckOptions {
  /** Where scripts run. Null: nowhere, so that nothing is proven. */
  readonly sandbox: Sandbox | null
  /** What scripts may look at, such as the files of the workspace. Default: nothing. */
  readonly view?: readonly Tool[]
  /** Bounds that differ from the sandbox's own. */
  readonly limits?: Partial<Limits>
}

/**
 * Checks a criterion by what its script gives: true or false, an object that says `passed`, or a number or text that is compared with
 * what is expected. A script that does not come to its end, and a value that says nothing, prove nothing and refute nothing.
 */
export function scriptChecker({ sandbox, view: tools = [], limits }: ScriptCheckOptions): Checker {
  return {
    kind: 'script',
    async check(criterion, context) {
      const { check, key, text, expectations } = criterion
      if (check?.kind !== 'script') return lacking(criterion, 'it has no script')
      if (sandbox === null) return lacking(criterion, 'there is no sandbox here to run its script')
      const { code, language } = check
      try {
        const input = inputOf(criterion, context)
        const bounds = limits ? { limits } : {}
        const script = { code, language, file: `${key}.${language}`, input, tools, ...bounds }
        const result = await sandbox.execute(script, { signal: context.signal })
        const evidence = [scriptEvidence(check, result)]
        if (result.status !== 'success') return lacking(criterion, howScriptEnded(result, {}), evidence) // prettier-ignore
        const judged = judgeValue(result.value, expectations)
        const measured = typeof result.value === 'number' ? [measureOf(result.value)] : []
        return { key, text, ...judged, evidence: [...evidence, ...measured] }
      } catch (error) {
        context.signal.throwIfAborted()
        if (!(error instanceof GoapError) || !error.code.startsWith('sandbox/')) throw error
        return lacking(criterion, `its script was not run: ${error.message.replace(/\.$/, '')}`)
      }
    },
  }
}

/** What a script gets to know; keys of its own document are without the document's name. */
function inputOf({ key, text }: Criterion, { facts, run, results = [] }: CheckContext): Json {
  const own = `${run?.document ?? ''}#`
  const outputs = Object.entries(run?.outputs ?? {}).map(
    ([name, said]) => [name.startsWith(own) ? name.slice(own.length) : name, said] as const,
  )
  return {
    // Of a probe the objects of its fact: `api` of `up(api)`.
    criterion: { key, text, terms: [...factName(key).terms] },
    plan: { title: run?.plan ?? '', document: run?.document ?? '' },
    facts: Object.fromEntries(facts),
    outputs: Object.fromEntries(outputs),
    metrics: (run?.metrics ?? []).map(({ name, target, current }) => ({ name, target, current })),
    results: results.map((one) => ({
      key: one.key,
      text: one.text,
      verdict: one.verdict,
      measured: one.measured ?? null,
    })),
  }
}

type Judged = Pick<CriterionResult, 'verdict' | 'reason' | 'measured'>

function judgeValue(value: Json | undefined, expectations: readonly Expectation[]): Judged {
  if (isObject(value) && typeof value['passed'] === 'boolean') {
    const { passed, reason } = value
    const said = typeof reason === 'string' && reason !== '' ? reason : shown(value)
    return { verdict: passed ? 'passed' : 'failed', reason: said }
  }
  if (typeof value === 'boolean' && expectations.every(({ kind }) => kind !== 'value'))
    return { verdict: value ? 'passed' : 'failed', reason: `its script says ${String(value)}` }
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return compared(value, expectations)
  const given = value === undefined ? 'nothing' : shown(value)
  return unproven(`its script gives ${given}, which is neither true, false, an object with "passed", nor a value to compare`) // prettier-ignore
}

function compared(value: number | string | boolean, expectations: readonly Expectation[]): Judged {
  const measured = String(value)
  if (expectations.length === 0) return { ...unproven(`its script gives ${shown(value)}, and nothing says what it must be`), measured } // prettier-ignore
  for (const one of expectations) {
    const holds = holdsFor(value, one)
    if (holds === null) return { ...unproven(`its script gives ${shown(value)}, which cannot be compared with what is expected`), measured } // prettier-ignore
    if (!holds) return { verdict: 'failed', reason: `its script gives ${shown(value)}, expected ${expected(one)}`, measured } // prettier-ignore
  }
  return { verdict: 'passed', reason: `its script gives ${shown(value)}`, measured }
}

/** Null: the two cannot be compared. */
function holdsFor(value: number | string | boolean, one: Expectation): boolean | null {
  if (one.kind === 'threshold' || one.kind === 'count')
    return typeof value === 'number' ? compares(value, one.compare, one.value) : null
  if (one.kind === 'value') return compares(value, one.compare, one.value)
  if (one.kind === 'contains' && typeof value === 'string')
    return value.toLowerCase().includes(one.text.toLowerCase())
  return null
}

function expected(one: Expectation): string {
  if (one.kind === 'contains') return `"${one.text}" in it`
  return 'compare' in one ? `${one.compare} ${String(one.value)}` : one.kind
}

function unproven(reason: string): Judged {
  return { verdict: 'insufficient-evidence', reason }
}

/** A number that a script gave stands among the evidence as any other measure. */
function measureOf(value: number): Evidence {
  return { kind: 'measure', value, unit: '', of: 'what its script gives' }
}

/** In characters of its JSON. */
const longestShown = 200

function shown(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > longestShown ? `${text.slice(0, longestShown)} …` : text
}

function lacking(
  { key, text }: Criterion,
  reason: string,
  evidence: readonly Evidence[] = [],
): CriterionResult {
  return { key, text, verdict: 'insufficient-evidence', reason, evidence }
}
