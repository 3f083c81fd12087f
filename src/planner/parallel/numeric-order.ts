import { compares } from '../../model/index.ts'
import type { GroundAction, GroundTask, NumericChange, NumericCondition } from '../ground-task.ts'
import { addAllBefore, type Edges } from './edges.ts'

// The order that numbers ask for. The steps that read or change a variable are cut into stretches.
//
//   N1. Within a stretch any order will do: every condition holds whichever of the other members have changed the number before.
//   N2. Between stretches, who reads and who changes, and two who change, are ordered as in the plan.
//   N3. Sums come to the same in every order, to the last bit: changes that floating point might round stand alone.

/** The steps of a variable between which there is no order. */
interface Stretch {
  readonly members: number[]
  /** Those of them that change the variable. */
  readonly changers: number[]
}

interface Life {
  /** The value where the plan has come to. */
  value: number
  current: Stretch
  /** The value at the start of the current stretch. */
  base: number
  /** All that its members take away and add, together. */
  less: number
  more: number
  /** What `base + less` must not fall below, and `base + more` not rise above, so that all conditions of members hold. */
  limits: Limits
  /** Nothing may join the current stretch. */
  isClosed: boolean
  /** All that is before the current stretch and whose order to it does not follow from that of others. */
  before: Stretch
}

interface Limits {
  readonly least: number
  readonly above: number
  readonly most: number
  readonly below: number
}

const unlimited: Limits = { least: -Infinity, above: -Infinity, most: Infinity, below: Infinity }

/** Edges between steps that read and change the same variables. Throws a RangeError for a condition that does not hold. */
export function byVariable({ variables }: GroundTask, actions: readonly GroundAction[]): Edges {
  const edges: Edges = actions.map(() => [])
  if (variables.length === 0) return edges
  const lives = variables.map(({ value }) => newLife(value))
  for (const [step, { conditions = [], changes = [] }] of actions.entries()) {
    const touched = new Set([...conditions, ...changes].map(({ variable }) => variable))
    for (const variable of touched) {
      const life = lives[variable]!
      const change = changes.find((one) => one.variable === variable)
      const read = conditions.filter((one) => one.variable === variable)
      if (!join(life, step, read, change)) {
        begin(life)
        if (!join(life, step, read, change))
          throw new RangeError(`The plan is not valid: a condition on ${variables[variable]!.name} does not hold where it is needed.`) // prettier-ignore
      }
      order(life, step, change !== undefined, edges)
    }
  }
  return edges
}

/** Takes a step into the current stretch, if N1 and N3 allow it. */
function join(
  life: Life,
  step: number,
  read: readonly NumericCondition[],
  change: NumericChange | undefined,
): boolean {
  const { current, base, value, less, more } = life
  const isFirst = current.members.length === 0
  const by = change === undefined || change.kind === 'assign' ? 0 : change.kind === 'increase' ? change.value : -change.value // prettier-ignore
  const isAlone =
    change !== undefined && (change.kind === 'assign' || !isExact(base) || !isExact(by))
  if (!isFirst && (isAlone || life.isClosed)) return false
  const [taken, given] = [Math.min(by, 0), Math.max(by, 0)]
  let limits: Limits | null = life.limits
  for (const condition of read)
    limits = limits && narrowed(limits, condition, base + less, base + more, taken, given)
  if (!limits || (!isFirst && !isWithin(limits, base + less + taken, base + more + given)))
    return false
  life.limits = limits
  life.less += taken
  life.more += given
  life.isClosed = isAlone
  life.value = change?.kind === 'assign' ? change.value : value + by
  current.members.push(step)
  if (change) current.changers.push(step)
  return true
}

/** The limits with a condition of a step, for which the number lies between `low` and `high`; the step itself changes it by more. */
function narrowed(
  { least, above, most, below }: Limits,
  { compare, value }: NumericCondition,
  low: number,
  high: number,
  taken: number,
  given: number,
): Limits | null {
  if (!compares(low, compare, value) || !compares(high, compare, value) || low !== low) return null
  // For `≠`, the number must stay on the side where it is.
  const isUnequal = compare === '≠'
  if (isUnequal && low < value && high > value) return null
  const isFloor = compare === '≥' || compare === '='
  const isCeiling = compare === '≤' || compare === '='
  return {
    least: isFloor ? Math.max(least, value + taken) : least,
    above: compare === '>' || (isUnequal && low > value) ? Math.max(above, value + taken) : above,
    most: isCeiling ? Math.min(most, value + given) : most,
    below: compare === '<' || (isUnequal && high < value) ? Math.min(below, value + given) : below,
  }
}

function isWithin({ least, above, most, below }: Limits, low: number, high: number): boolean {
  const isAbove = low > above || above === -Infinity
  const isBelow = high < below || below === Infinity
  return low >= least && high <= most && isAbove && isBelow
}

/** Sums of multiples of 1/1024 below 2^43 are exact in floating point. */
function isExact(value: number): boolean {
  return Number.isInteger(value * 1024) && Math.abs(value) < 2 ** 42
}

function begin(life: Life): void {
  const { current, before, value } = life
  // A stretch that only reads is not behind what only reads before it: both are before what comes.
  life.before =
    current.changers.length > 0
      ? current
      : { members: [...before.members, ...current.members], changers: before.changers }
  life.current = { members: [], changers: [] }
  life.base = value
  life.less = 0
  life.more = 0
  life.limits = unlimited
  life.isClosed = false
}

function order({ current, before }: Life, step: number, isChanger: boolean, edges: Edges): void {
  if (isChanger) addAllBefore(edges, before.members, step, current.changers[0])
  else addAllBefore(edges, before.changers, step, current.members[0])
}

function newLife(value: number): Life {
  return {
    value,
    current: { members: [], changers: [] },
    base: value,
    less: 0,
    more: 0,
    limits: unlimited,
    isClosed: false,
    before: { members: [], changers: [] },
  }
}
