import { factName, type FactDeclaration, type Problem } from '../../model/index.ts'
import { note, placeOf, type Context } from './context.ts'
import type { ParameterDraft } from './declarations.ts'
import type { Drafts } from './drafts.ts'
import { isName, list } from './entries.ts'
import type { Users } from './signatures.ts'
import { shown } from './world.ts'

type Types = Problem['types']
type Objects = Problem['objects']

export function typesOf(drafts: Drafts, context: Context): Types {
  return drafts.types.flatMap(([names, parent]) =>
    names.map((piece) => ({
      name: piece.text,
      parent: parent && parent.text !== 'object' ? parent.text : null,
      place: placeOf(context, piece),
    })),
  )
}

/** Of `api: Service` and `Service: api, web` the side with the type is the one that is known as one, or has no comma. */
export function objectsOf(drafts: Drafts, types: Types, context: Context): Objects {
  const known = new Set(types.map(({ name }) => name))
  for (const { parameters } of drafts.declarations)
    for (const { type } of parameters) if (type !== null) known.add(type)
  for (const { parameters } of drafts.actions)
    for (const { type } of parameters) if (type !== null) known.add(type)
  return drafts.objects.flatMap(([names, said]) => {
    const [first] = names
    const isTypeFirst =
      said !== null && first !== undefined && names.length === 1 && !known.has(said.text) &&
      (known.has(first.text) || said.text.includes(',')) // prettier-ignore
    const type = isTypeFirst ? first.text : (said?.text ?? 'object')
    const all = isTypeFirst && said ? list(said) : names
    return all.flatMap((piece) => {
      if (isName(piece.text)) return [{ name: piece.text, type, place: placeOf(context, piece) }]
      note(context, 'documents/unread-condition', `"${shown(piece.text)}" is no name of an object.`, piece) // prettier-ignore
      return []
    })
  })
}

/** The type of a parameter: what is said, else the type of its own name, else any object. */
export function typing(
  drafts: Drafts,
  types: Types,
  objects: Objects,
): (one: ParameterDraft) => string {
  const names = [
    ...types.map(({ name }) => name),
    ...objects.map(({ type }) => type),
    ...drafts.actions.flatMap(({ parameters }) => parameters.flatMap(({ type }) => type ?? [])),
    ...drafts.declarations.flatMap(({ parameters }) => parameters.flatMap(({ type }) => type ?? [])), // prettier-ignore
  ]
  return ({ name, type }) =>
    type ?? names.find((one) => one.toLowerCase() === name.toLowerCase()) ?? 'object'
}

/** Types that are used where the document lists none. */
export function usedTypes(
  { objects, actions }: Users,
  types: Types,
  declarations: readonly FactDeclaration[],
): Types {
  const known = new Set(['object', ...types.map(({ name }) => name)])
  const used = new Set([
    ...objects.map(({ type }) => type),
    ...declarations.flatMap(({ parameters }) => parameters.map(({ type }) => type)),
    ...actions.flatMap(({ parameters = [] }) => parameters.map(({ type }) => type)),
  ])
  return [...used].filter((name) => !known.has(name)).map((name) => ({ name, parent: null }))
}

/** Objects that are used where the document lists none. */
export function usedObjects(
  { facts, goal, actions }: Users,
  declarations: readonly FactDeclaration[],
): Objects {
  const signatures = new Map(
    declarations.map(({ name, parameters }) => [name, parameters] as const),
  )
  const found = new Map<string, string>()
  const all = [
    ...facts.map(({ name }) => name),
    ...goal.conditions.map(({ fact }) => fact),
    ...actions.flatMap((one) => [...one.preconditions, ...one.effects].map(({ fact }) => fact)),
  ]
  for (const fact of all) {
    const { name, terms } = factName(fact)
    terms.forEach((term, index) => {
      if (term.startsWith('?') || !isName(term) || found.has(term)) return
      found.set(term, signatures.get(name)?.[index]?.type ?? 'object')
    })
  }
  return [...found].map(([name, type]) => ({ name, type }))
}
