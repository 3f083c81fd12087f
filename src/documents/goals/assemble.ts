import { forText } from '../../base/index.ts'
import {
  expressionOf,
  factName,
  factText,
  type Action,
  type Effect,
  type Fact,
  type FactDeclaration,
  type FactValue,
  type Problem,
} from '../../model/index.ts'
import { finding } from '../read/finding.ts'
import { plain } from '../read/text/words.ts'
import { actionOf, type ActionDraft } from './actions.ts'
import { note, placeOf, type Context } from './context.ts'
import type { DeclarationDraft, ParameterDraft } from './declarations.ts'
import type { Drafts } from './drafts.ts'
import { objectsOf, typesOf, typing, usedObjects, usedTypes } from './objects.ts'
import { forEachObject } from './for-each-object.ts'
import { probesOf } from './probe-drafts.ts'
import { declarationsOf, statedDeclaration, withTypes } from './signatures.ts'
import type { Statement } from './statements.ts'
import { costOf } from './values.ts'
import { shown } from './world.ts'

/** Puts together what the sections say: names of parameters become parameters, facts get their types, objects theirs. */
export function assembled(drafts: Drafts, document: string, context: Context): Problem {
  const title = titleOf(drafts, document)
  const types = typesOf(drafts, context)
  const objects = objectsOf(drafts, types, context)
  const typed = typing(drafts, types, objects)
  const stated = statedOf(drafts, typed, context)
  const drawn = drafts.actions.map((block) => actionOf(block, context))
  const known = valuedFacts(drafts, drawn, stated)
  const effects = (all: readonly Statement[]): readonly Effect[] => all.map((one) => effectOf(withValue(one, known), context)) // prettier-ignore
  const users = {
    goal: {
      name: drafts.goalName ? plain(drafts.goalName.text) : title,
      conditions: effects(drafts.goal),
    },
    facts: factsOf(effects(drafts.facts), context),
    actions: drawn.map((one) => withParameters(one, known, typed, context)),
    probes: forEachObject(probesOf(drafts, context), stated, types, objects),
    objects,
  }
  const declarations = declarationsOf(stated, users)
  const whole = withTypes(users, declarations)
  return {
    document,
    title,
    ...whole,
    declarations,
    types: drafts.has.has('types') ? types : [...types, ...usedTypes(whole, types, declarations)],
    objects: drafts.has.has('objects') ? objects : [...objects, ...usedObjects(whole, declarations)],
    capacities: capacitiesOf(drafts, context),
  } // prettier-ignore
}

function titleOf({ title }: Drafts, document: string): string {
  const words = title ? plain(title.text).replace(/^goal\s*(?::|—|–)\s*/i, '') : ''
  return words !== '' ? words : (document.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '')
}

function statedOf(
  drafts: Drafts,
  typed: (one: ParameterDraft) => string,
  context: Context,
): readonly FactDeclaration[] {
  return drafts.declarations.map((draft: DeclarationDraft) => ({
    ...statedDeclaration(draft, typed),
    place: placeOf(context, draft.piece),
  }))
}

/** Facts that have values other than true and false somewhere. */
function valuedFacts(
  { goal, facts }: Drafts,
  actions: readonly ActionDraft[],
  stated: readonly FactDeclaration[],
): ReadonlySet<string> {
  const all = [...goal, ...facts, ...actions.flatMap((one) => [...one.preconditions, ...one.effects])] // prettier-ignore
  return new Set([
    ...stated.filter(({ type }) => type === 'enumeration').map(({ name }) => name),
    ...all.filter(({ value }) => typeof value === 'string').map(({ fact }) => factName(fact).name),
  ])
}

/** "stage is live" where `stage` has such values elsewhere; else these words name a fact of their own. */
function withValue(statement: Statement, known: ReadonlySet<string>): Statement {
  const [, fact = '', not, value = ''] = /^([\w.]+) is (not )?([\w.-]+)$/.exec(statement.piece.text) ?? [] // prettier-ignore
  if (statement.form !== 'words' || !known.has(fact)) return statement
  return { ...statement, fact, compare: not === undefined ? '=' : '≠', value, form: 'value' }
}

type Unplaced = Omit<ActionDraft, 'preconditions' | 'effects' | 'block'>

function withParameters(
  { block, preconditions, effects, ...rest }: ActionDraft,
  known: ReadonlySet<string>,
  typed: (one: ParameterDraft) => string,
  context: Context,
): Action {
  const names = new Set(block.parameters.map(({ name }) => name))
  const effect = (written: Statement): Effect => {
    const one = withValue(written, known)
    const { name, terms } = factName(one.fact)
    const fact = factText({ name, terms: terms.map((term) => (names.has(term) ? `?${term}` : term)) }) // prettier-ignore
    return effectOf({ ...one, fact, value: withArguments(one, names) }, context)
  }
  const { name, cost, ...optional }: Unplaced = rest
  return {
    name,
    preconditions: preconditions.map(effect),
    effects: effects.map(effect),
    cost,
    ...(block.parameters.length === 0
      ? {}
      : { parameters: block.parameters.map((one) => ({ name: one.name, type: typed(one) })) }),
    ...optional,
  }
}

const calls = forText(String.raw`(?<=\()[^()]*(?=\))`, 'gu')

/** The value of a condition with `?` before what is a parameter in an expression: `distance(?from, ?to) + 2`. */
function withArguments(one: Statement, names: ReadonlySet<string>): FactValue {
  if (typeof one.value !== 'string' || expressionOf(one) === null) return one.value
  return one.value.replaceAll(
    calls(one.value),
    (inside) =>
    inside.split(',').map((term) => (names.has(term.trim()) ? `?${term.trim()}` : term.trim())).join(', '), // prettier-ignore
  )
}

function effectOf({ fact, compare, value, change, piece }: Statement, context: Context): Effect {
  return { fact, compare, value, ...(change ? { change } : {}), place: placeOf(context, piece) }
}

/** What is told of the start; of two values for one fact the first one counts. */
function factsOf(told: readonly Effect[], context: Context): readonly Fact[] {
  const facts = new Map<string, Fact>()
  for (const { fact: name, value, place } of told) {
    const before = facts.get(name)
    if (!before) facts.set(name, { name, value, ...(place ? { place } : {}) })
    else if (before.value !== value && place)
      context.found.push(
        finding('documents/conflicting-fact', `"${name}" is ${String(before.value)} and ${String(value)} at the start.`, place, {
          related: before.place ? [{ message: 'The other value stands here.', place: before.place }] : [],
        }),
      ) // prettier-ignore
  }
  return [...facts.values()]
}

function capacitiesOf(drafts: Drafts, context: Context): Problem['capacities'] {
  const all = drafts.resources.flatMap(([names, said]) =>
    names.flatMap((piece): readonly (readonly [string, number])[] => {
      const counted = /^(\d+)\s*(?:×|x)?\s+(\S.*)$/.exec(piece.text)
      const count = said ? costOf(said.text) : counted ? Number(counted[1]) : 1
      if (count !== null && Number.isSafeInteger(count) && count >= 1)
        return [[counted && !said ? (counted[2] ?? '') : piece.text, count]]
      note(context, 'documents/unread-field', `"${shown(said?.text ?? '')}" is no number of ${piece.text}.`, said ?? piece) // prettier-ignore
      return []
    }),
  )
  return Object.fromEntries(all)
}
