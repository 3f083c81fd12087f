import { once } from '../../base/index.ts'
import type { LiftedTask } from '../lifted.ts'
import { keepPropositional } from '../propositional.ts'
import { checkActions, checkProblem } from './carried.ts'
import { readDomain, typesOf, type ReadActions } from './domain.ts'
import type { PddlFinding } from './findings.ts'
import { openPage, type PddlFile } from './page.ts'
import { readProblem } from './problem.ts'
import { emptyWorld } from './world.ts'

export interface PddlOptions {
  /** A larger file is refused before it is read. Default 33,554,432 (32 Mi). Some 40 bytes of memory are taken for each. */
  readonly maximumCharacters?: number
}

export interface PddlReading {
  /** Null when there are errors. */
  readonly task: LiftedTask | null
  /** Of the domain first, each file's in the order of its parts. */
  readonly findings: readonly PddlFinding[]
}

/** The most characters of a file that are read, unless the caller says otherwise. */
export const maximumPddlCharacters = 32 * 1024 * 1024

/**
 * Reads a planning task in PDDL 2.1 (Fox and Long 2003) without time, with derived predicates of 2.2 (Edelkamp and Hoffmann 2004): docs/pddl.md says what is supported. Names are not
 * distinguished by case and become lower case. Whatever is wrong is a finding with its place; nothing is thrown. Time grows
 * linearly with the size of the files.
 */
export function readPddl(
  files: { readonly domain: PddlFile; readonly problem: PddlFile },
  options: PddlOptions = {},
): PddlReading {
  const { maximumCharacters = maximumPddlCharacters } = options
  const world = emptyWorld()
  const domainFile = openPage(files.domain, maximumCharacters)
  const problemFile = openPage(files.problem, maximumCharacters)
  const domain = domainFile.page && readDomain(domainFile.page, world)
  // Without a domain, every name of the problem would be unknown.
  const problem =
    domain && problemFile.page ? readProblem(problemFile.page, world, domain.name) : null
  const { actions, lists, noted } = domain?.actions(problem?.metric ?? false) ?? noActions
  const rules = domain?.rules() ?? []
  if (domainFile.page) checkActions(domainFile.page, noted, rules, world.functions.size)
  if (problemFile.page && problem)
    checkProblem(problemFile.page, problem, noted, world.functions.size)
  const findings = [...domainFile.findings(), ...problemFile.findings()]
  if (!domain || !problem || findings.some(({ severity }) => severity === 'error'))
    return { task: null, findings }
  const predicates = once(() => Array.from(world.predicates.values(), ({ signature }) => signature))
  const task: LiftedTask = {
    domain: domain.name,
    name: problem.name,
    types: typesOf(world),
    objects: [...world.objects.values()],
    get predicates() {
      return predicates()
    },
    functions: Array.from(world.functions.values(), ({ signature }) => signature),
    get actions() {
      return actions()
    },
    ...(rules.length === 0 ? {} : { derived: rules }),
    init: problem.init,
    values: problem.values,
    goal: problem.goal,
  }
  if (lists !== null) keepPropositional(task, lists)
  return { task, findings }
}

const noActions: ReadActions = { actions: () => [], lists: null, noted: [] }
