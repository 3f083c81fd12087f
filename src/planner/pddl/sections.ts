import { nearest } from '../../base/index.ts'
import { wordsOf, type Page } from './page.ts'
import { noNode } from './tree.ts'

/** `(define (domain NAME) (:section …) …)` taken apart. */
export interface Definition {
  readonly name: string
  /** Nodes by what they begin with: `:predicates`, `:action`, … */
  readonly sections: ReadonlyMap<string, readonly number[]>
  /** The whole definition. */
  readonly node: number
}

/** Says how long plans may be; no planner needs it. */
const ignored = ':length'

/** Takes the file's only definition apart; null when there is none, which is reported. */
export function definitionIn(
  page: Page,
  kind: 'domain' | 'problem',
  known: readonly string[],
  unsupported: readonly string[],
): Definition | null {
  const [node, more] = page.top()
  if (node === undefined || page.head(node) !== 'define') {
    page.say('planner/pddl-syntax', node ?? 0, node === undefined ? 'The file is empty.' : `(define (${kind} NAME) …) is expected here.`) // prettier-ignore
    return null
  }
  const second = page.second(node)
  const title = second === noNode ? undefined : second
  const found = title === undefined ? null : page.head(title)
  const name = title === undefined ? null : page.symbol(page.children(title)[1])
  if (title === undefined || found !== kind || name === null) {
    page.say('planner/pddl-syntax', title ?? node, `(${kind} NAME) is expected here.`, {
      hint: found === 'domain' || found === 'problem' ? `This file is a ${found}; a ${kind} is expected in its place.` : undefined, // prettier-ignore
    })
    return null
  }
  if (more !== undefined)
    page.say('planner/pddl-syntax', more, 'This stands outside of (define …).', {
      hint: 'Before it a bracket closes too much, or the file holds two definitions: give domain and problem as two files.',
    })
  return { name, node, sections: sort(page, node, title, known, unsupported) }
}

function sort(
  page: Page,
  node: number,
  title: number,
  known: readonly string[],
  unsupported: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const sections = new Map<string, number[]>()
  for (let part = page.next(node, title); part !== noNode; part = page.next(node, part)) {
    const head = page.head(part)
    if (head !== null && (known.includes(head) || head === ignored)) {
      const same = sections.get(head)
      if (same) same.push(part)
      else sections.set(head, [part])
    } else if (head !== null && unsupported.includes(head))
      page.say('planner/pddl-unsupported', part, `The section ${head} is not supported.`)
    else {
      const near = head === null ? undefined : nearest(head, known)
      page.say('planner/pddl-syntax', part, `"${wordsOf(page, part)}" is no section.`, {
        hint: near === undefined ? `Sections are ${known.join(' ')}.` : `Did you mean ${near}?`,
      })
    }
  }
  return sections
}
