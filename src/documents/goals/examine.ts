import { once } from '../../base/index.ts'
import {
  expressionOf,
  factName,
  factsOf,
  type Action,
  type Diagnostic,
  type Effect,
  type Goal,
  type Place,
  type Problem,
} from '../../model/index.ts'
import type { DiagnosticCode } from '../check/catalogue.ts'
import { printCondition } from '../condition.ts'
import { finding } from '../read/finding.ts'
import { contradiction } from './contradictions.ts'
import { argumentFindings } from './arguments.ts'
import { top } from './context.ts'
import { folded } from './fields.ts'
import { meaning } from './meant.ts'
import { sourcesOf, type Sources } from './sources.ts'
import { numberTrouble, valueFindings } from './value-findings.ts'

/** What contradicts itself in a problem, names what is not there, or can never be. */
export function examined(problem: Problem, goalPlace: Place | null): readonly Diagnostic[] {
  const meant = meaning()
  const names = once(() => settable(problem))
  const sources = sourcesOf(problem)
  const look: Look = {
    sources,
    near: (name) => meant(name, () => names().filter((one) => one !== name)).hint,
  }
  return [
    ...goalFindings(problem.goal, look, goalPlace ?? top),
    ...problem.actions.flatMap((action) => actionFindings(action, look)),
    ...repeatedActions(problem.actions),
    ...argumentFindings(problem),
    ...valueFindings(problem),
  ]
}

interface Look {
  readonly sources: Sources
  /** A hint with the nearest name of a fact. */
  readonly near: (name: string) => string | undefined
}

function goalFindings(goal: Goal, { sources, near }: Look, goalPlace: Place): readonly Diagnostic[] {
  if (goal.conditions.length === 0)
    return [finding('documents/no-goal', 'The document does not say what is to be reached.', goalPlace)]
  return [
    ...contradictions(goal.conditions, 'The goal wants'),
    ...goal.conditions.flatMap((condition): readonly Diagnostic[] => {
      const { name } = factName(condition.fact)
      if (!sources.knows(name))
        return [found('documents/unknown-fact', `The goal names "${condition.fact}", which nothing says and no action sets.`, condition, near(name))]
      const unknown = unknownIn(condition, sources)
      if (unknown !== undefined)
        return [found('documents/unknown-fact', `The goal names "${unknown}", which nothing says and no action sets.`, condition, near(factName(unknown).name))]
      if (sources.canHold(condition) || numberTrouble(condition) !== null) return []
      return [found('documents/unmet-condition', `Nothing can make the goal \`${worded(condition)}\` true.`, condition, others(condition, sources))]
    }),
  ]
} // prettier-ignore

function actionFindings(action: Action, { sources, near }: Look): readonly Diagnostic[] {
  const place = action.place ?? top
  const { name, preconditions, effects } = action
  const told: Diagnostic[] = [
    ...contradictions(preconditions, `Action "${name}" needs`),
    ...contradictions(effects.filter(({ change }) => !change), `Action "${name}" sets`),
  ]
  if (effects.length === 0)
    told.push(finding('documents/action-without-effects', `Action "${name}" has no effects, so no plan needs it.`, place))
  for (const condition of preconditions)
    if (!sources.canHold(condition) && numberTrouble(condition) === null) {
      const hint = sources.knows(factName(condition.fact).name)
        ? others(condition, sources)
        : near(factName(condition.fact).name)
      told.push(found('documents/unmet-condition', `Action "${name}" needs \`${worded(condition)}\`, which nothing can make true.`, condition, hint))
    }
  for (const condition of preconditions) {
    const unknown = unknownIn(condition, sources)
    if (unknown !== undefined)
      told.push(found('documents/unmet-condition', `Action "${name}" needs \`${worded(condition)}\`, and nothing says "${unknown}".`, condition, near(factName(unknown).name)))
  }
  for (const effect of effects) {
    const unknown = unknownIn(effect, sources)
    if (unknown !== undefined)
      told.push(found('documents/vague-effect', `The effect \`${worded(effect)}\` does not say what "${effect.fact}" becomes: nothing says "${unknown}".`, effect, near(factName(unknown).name)))
    if (effect.compare === '≠' || effect.compare === '<' || effect.compare === '>')
      told.push(found('documents/vague-effect', `The effect \`${worded(effect)}\` does not say what "${effect.fact}" becomes.`, effect))
    const same = preconditions.some((one) => one.fact === effect.fact && one.compare === effect.compare && one.value === effect.value)
    if (same && !effect.change)
      told.push(found('documents/idle-effect', `Action "${name}" sets \`${worded(effect)}\`, which it needs to begin with.`, effect))
  }
  return told
} // prettier-ignore

/** The first fact of an expression that nothing says or sets. */
function unknownIn(effect: Effect, sources: Sources): string | undefined {
  const expression = expressionOf(effect)
  return expression === null ? undefined : factsOf(expression).find((one) => !sources.knows(factName(one).name)) // prettier-ignore
}

function contradictions(conditions: readonly Effect[], who: string): readonly Diagnostic[] {
  const [first, second] = contradiction(conditions) ?? []
  if (!first || !second) return []
  const message = `${who} \`${worded(first)}\` and \`${worded(second)}\`, which cannot both be.`
  const related = first.place ? [{ message: 'The other one stands here.', place: first.place }] : []
  return [finding('documents/contradictory-conditions', message, second.place ?? top, { related })]
}

/** Names that differ in case and signs only are the same to a person, and to a plan's keys. */
function repeatedActions(actions: readonly Action[]): readonly Diagnostic[] {
  const known = new Map<string, Action>()
  return actions.flatMap((action): readonly Diagnostic[] => {
    const name = folded(action.name)
    const before = known.get(name)
    if (!before) known.set(name, action)
    if (!before) return []
    const related = before.place ? [{ message: 'The first one stands here.', place: before.place }] : [] // prettier-ignore
    return [finding('documents/duplicate-action', `There are two actions "${action.name}".`, action.place ?? top, { related })] // prettier-ignore
  })
}

function found(
  code: DiagnosticCode,
  message: string,
  { place }: Effect,
  hint?: string,
): Diagnostic {
  return finding(code, message, place ?? top, hint === undefined ? {} : { hint })
}

/** Names of facts that something sets, says or declares. */
function settable({ declarations, facts, actions, probes }: Problem): readonly string[] {
  const used = [
    ...facts.map((fact) => fact.name),
    ...probes.map(({ fact }) => fact),
    ...actions.flatMap(({ effects }) => effects.map(({ fact }) => fact)),
    ...declarations.filter(({ origin }) => origin === 'stated').map((one) => one.name),
  ]
  return [...new Set(used.map((fact) => factName(fact).name))]
}

function others({ fact }: Effect, sources: Sources): string | undefined {
  const values = sources.values(fact)
  return values.length === 0 || values.length > 8
    ? undefined
    : `What sets or says "${fact}" gives ${values.map(String).join(', ')}.`
}

function worded(effect: Effect): string {
  return printCondition(effect) ?? `${effect.fact} ${effect.compare} ${String(effect.value)}`
}
