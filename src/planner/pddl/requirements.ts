import { nearest } from '../../base/index.ts'
import type { Page } from './page.ts'

const supported = [
  ':strips',
  ':typing',
  ':negative-preconditions',
  ':equality',
  ':action-costs',
  ':disjunctive-preconditions',
  ':existential-preconditions',
  ':universal-preconditions',
  ':quantified-preconditions',
  ':conditional-effects',
  ':derived-predicates',
  ':adl',
  ':numeric-fluents',
  ':fluents',
]

/** Reports each requirement of `(:requirements …)` that is not supported. */
export function readRequirements(page: Page, node: number): void {
  const [, ...nodes] = page.children(node)
  for (const one of nodes) {
    const name = page.symbol(one)
    if (name !== null && supported.includes(name)) continue
    const near = name === null ? undefined : nearest(name, supported, 2)
    page.say(
      'planner/pddl-unsupported',
      one,
      `The requirement ${name ?? '(…)'} is not supported.`,
      {
        hint:
          near === undefined ? `Supported are ${supported.join(' ')}.` : `Did you mean ${near}?`,
      },
    )
  }
}
