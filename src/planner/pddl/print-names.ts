import type { LiftedTask } from '../lifted.ts'

/** What each name is called in PDDL: the same where PDDL allows it. */
export interface PrintNames {
  readonly type: (name: string) => string
  readonly object: (name: string) => string
  readonly predicate: (name: string) => string
  readonly function: (name: string) => string
  readonly action: (name: string) => string
  /** With `?`; parameters of one action or declaration stay distinct. */
  readonly parameter: (name: string) => string
}

/** Words that begin a condition, an effect or a calculation, and so name no predicate or function. */
const reserved = new Set(
  'and or not imply forall exists when preference assign increase decrease scale-up scale-down = < <= > >= + - * / total-cost either object number define'.split(' '), // prettier-ignore
)

export function printNames(task: LiftedTask): PrintNames {
  const names = (all: readonly { readonly name: string }[]): ((name: string) => string) =>
    distinct(all.map(({ name }) => name))
  const type = names(task.types)
  const parameter = distinct(parametersIn(task))
  return {
    type: (name) => (name === 'object' ? name : type(name)),
    object: names(task.objects),
    predicate: names(task.predicates),
    function: names(task.functions),
    action: names(task.actions),
    parameter: (name) => `?${parameter(name)}`,
  }
}

/** The names of all parameters, wherever they are bound. */
function parametersIn(task: LiftedTask): readonly string[] {
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('kind' in value && value.kind === 'variable' && 'name' in value)
      names.add(String(value.name))
    else Object.values(value).forEach(visit)
  }
  visit([task.actions, task.derived, task.goal])
  for (const { parameters } of [
    ...task.actions,
    ...(task.derived ?? []),
    ...task.predicates,
    ...task.functions,
  ])
    for (const { name } of parameters) names.add(name)
  return [...names]
}

/** Gives each name one that PDDL can hold, no two the same; names that it can hold anyway come first and stay. */
function distinct(all: readonly string[]): (name: string) => string {
  const taken = new Set(all.filter(isName))
  const given = new Map<string, string>()
  return (name) => {
    if (isName(name)) {
      taken.add(name)
      return name
    }
    let made = given.get(name)
    if (made === undefined) {
      const stem = stemOf(name)
      made = stem
      for (let number = 2; taken.has(made) || reserved.has(made); number++)
        made = `${stem}-${number}`
      taken.add(made)
      given.set(name, made)
    }
    return made
  }
}

/** The name of a domain or problem: any word. */
export function titleOf(name: string): string {
  return isName(name) ? name : stemOf(name)
}

function isName(name: string): boolean {
  return (
    /^[^\s();?:A-Z][^\s();A-Z]*$/.test(name) && name === name.toLowerCase() && !reserved.has(name)
  )
}

function stemOf(name: string): string {
  const word = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return /^[a-z]/.test(word) ? word : `n${word}`
}
