import type { GroundTask, NumericCondition } from '../ground-task.ts'
import type { Alternatives } from './alternatives.ts'
import type { CausalLink } from './causal-links.ts'
import type { Conflict } from './conflicts.ts'
import type { MissingFact } from './missing-facts.ts'
import { actionNameIn } from './relaxed-lists.ts'
import type { WhyAction } from './why-action.ts'
import type { Missing, NoPlan } from './explain-no-plan.ts'
import type { WhyNot } from './why-not.ts'

// What explanations say, for people: lines without a break at the end. Further lines of the same thought begin with two blanks.

const most = 4

export function noPlanText(why: NoPlan): readonly string[] {
  switch (why.kind) {
    case 'contradiction':
      return [`The goal contradicts itself: it asks for ${listText(why.goals)}.`]
    case 'unreachable':
      return [
        `Out of reach, even if nothing ever became false again: ${listText(shortened(why.goals.map(({ name }) => name)))}.`,
        ...why.missing.flatMap((one) => [suggestion(one), ...chainText(why.task, one.chain)]),
        ...(why.isMinimal || why.missing.length < 2
          ? []
          : ['Perhaps not all of that is missing: the limit came before this was certain.']),
      ]
    case 'conflict':
      return why.conflicts.slice(0, most).flatMap((one) => conflictText(why.task, one))
    case 'together':
      return [
        `${listText(why.goals.map((fact) => why.task.facts[fact]!))} cannot be reached in one plan${why.goals.length > 1 && why.isMinimal ? '; without any one of them the others can' : ''}.`,
      ]
    case 'unknown':
      return [
        `Each goal can be reached by itself if nothing becomes false again${unknownText[why.reason]}`,
      ]
  }
}

const unknownText = {
  pairs: ', and no two facts exclude each other on the way; what prevents the plan lies deeper.',
  limit: '; the task is too large to say which facts exclude each other.',
  conditional: '; which facts exclude each other is not known where effects have conditions, or facts follow from others.', // prettier-ignore
} as const

/** What to do about a fact that is missing. */
export function suggestion({ name, condition, circle, unvalued, isDerived }: Missing): string {
  if (unvalued) return `${unvalued.action} would make ${name} true, but ${unvalued.number} has no value: give it one at the start.` // prettier-ignore
  if (isDerived && !circle) return `No rule gives ${name}: add a rule, or actions that change what the rules read.` // prettier-ignore
  if (circle && circle.length > 1)
    return `${name} comes true only with the help of facts that need it themselves: ${listText(shortened(circle))}. Add one of them to the initial state, or an action that makes one true without the others.`
  if (circle)
    return `${name} comes true only by actions that need it themselves. Add it to the initial state, or an action that makes it true without needing it.`
  if (condition)
    return `No action brings the number nearer to ${name}. Add an action that changes it, or begin with another value.`
  const [, own] = /^\(not (.+)\)$/s.exec(name) ?? []
  return own === undefined
    ? `Nothing makes ${name} true: add an action with this effect, or the fact to the initial state.`
    : `Nothing makes ${own} false: add an action with this effect, or take the fact out of the initial state.`
}

function chainText(task: GroundTask, chain: MissingFact['chain']): readonly string[] {
  const { facts } = task
  const steps = chain.filter(({ action, fact }) => action !== null || fact < facts.length)
  if (steps.length === 0) return []
  const stepText = ({ action, fact }: MissingFact['chain'][number]): string => {
    const made = facts[fact]
    if (action === null) return `${made ?? ''}, which follows`
    return `${actionNameIn(task, action)}${made === undefined ? '' : `, which makes ${made} true`}`
  }
  const shown =
    steps.length <= most
      ? steps.map(stepText)
      : [...steps.slice(0, most - 1).map(stepText), `${steps.length - most} more`, ...steps.slice(-1).map(stepText)] // prettier-ignore
  return [`  It is needed for ${shown.join(', for ')}.`]
}

function conflictText(
  { facts, actions }: GroundTask,
  { facts: [left, right], neededBy, makers }: Conflict,
): readonly string[] {
  const why = neededBy === null ? 'the goal needs both' : `${actions[neededBy]!.name} needs both`
  return [
    `${facts[left]!} and ${facts[right]!} cannot hold together, and ${why}.`,
    ...makers.slice(0, most).map(({ action, makes, deletes, instead }) => {
      const other = facts[makes === left ? right : left]!
      const then = deletes
        ? `deletes ${other}`
        : `needs ${facts[instead ?? 0]!}, which excludes ${other}`
      return `  ${actions[action]!.name} makes ${facts[makes]!} true and ${then}.`
    }),
    ...(makers.length > most ? [`  So do ${makers.length - most} more actions.`] : []),
  ]
}

export function whyActionText(
  task: GroundTask,
  steps: readonly number[],
  why: WhyAction,
): readonly string[] {
  const name = stepName(task, steps, why.step)
  const chain = why.chain?.map((link) => linkText(task, steps, link))
  return [
    chain ? `${name} ${chain.join(', which ')}.` : `${name} serves no goal.`,
    why.without
      ? `  Without it: ${why.without.message}`
      : '  Without it the rest of the plan reaches the goal too.',
    ...(why.instead ? [`  ${insteadText(why)}`] : []),
  ]
}

function linkText(task: GroundTask, steps: readonly number[], link: CausalLink): string {
  const what = link.condition ? conditionText(task, link.condition) : task.facts[link.fact ?? 0]!
  const makes = link.condition ? `brings the number nearer to ${what}` : `makes ${what} true`
  return link.to === null ? `${makes}, a goal` : `${makes} for ${stepName(task, steps, link.to)}`
}

function insteadText({ instead }: WhyAction): string {
  if (!instead) return ''
  if (instead.cost !== null) return `The ${instead.status === 'optimal' ? 'cheapest plan' : 'best plan found'} without the action costs ${instead.cost}.` // prettier-ignore
  return instead.status === 'unsolvable'
    ? 'There is no plan without the action.'
    : 'The search for a plan without the action came to its limit.'
}

export function whyNotText(name: string, why: WhyNot): readonly string[] {
  if (why.kind === 'limit') return [`The search for a plan with ${name} came to its limit.`]
  if (why.kind === 'impossible')
    return [`No plan uses ${name}.`, ...(why.why ? noPlanText(why.why).map((line) => `  ${line}`) : [])] // prettier-ignore
  const { result, extra, helps } = why
  const plan = `The ${result.status === 'optimal' ? 'cheapest plan' : 'best plan found'} with ${name} costs ${result.cost}`
  const beside = extra > 0 ? `${extra} more than without` : extra < 0 ? `${-extra} less` : 'no more than without' // prettier-ignore
  return [`${plan}, ${beside}.`, ...(helps ? [] : ['  Nothing in it relies on the action.'])]
}

export function alternativesText(
  { actions }: GroundTask,
  { plans, end }: Alternatives,
): readonly string[] {
  const names = (all: readonly number[]): string =>
    all.length > most
      ? `${all
          .slice(0, most)
          .map((one) => actions[one]!.name)
          .join(', ')} and ${all.length - most} more`
      : listText(all.map((one) => actions[one]!.name))
  return [
    ...plans.map(
      ({ cost, without, besides }, index) =>
        `${index + 1}. Cost ${cost}: without ${names(without)}${besides.length === 0 ? '' : `, with ${names(besides)}`}.`,
    ),
    ...(end === 'none' ? [plans.length === 0 ? 'There is no other plan.' : 'There are no other plans.'] : []), // prettier-ignore
    ...(end === 'limit' ? ['There may be others: the limit was reached.'] : []),
  ]
}

function stepName(task: GroundTask, steps: readonly number[], step: number): string {
  return task.actions[steps[step]!]!.name
}

function conditionText(
  { variables }: GroundTask,
  { variable, compare, value }: NumericCondition,
): string {
  // prettier-ignore
  return `${variables[variable]?.name ?? ''} ${compare} ${value}`
}

/** The first of many, and how many more there are. */
function shortened(all: readonly string[]): readonly string[] {
  return all.length <= most + 1 ? all : [...all.slice(0, most), `${all.length - most} more`]
}

function listText(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}
