import { wordsOf, type Page } from './page.ts'
import { suggestion, type World } from './world.ts'

/** A name of a typed list, `a b - truck`, and what stands behind its dash: `object` when nothing does. */
export interface TypedName {
  readonly name: string
  readonly types: readonly string[]
  readonly node: number
  /** Where the type stands; the name itself when there is none. */
  readonly typeNode: number
}

/** Reads a typed list. Its types are not looked up: see `knownTypes`. */
export function typedList(page: Page, nodes: readonly number[]): readonly TypedName[] {
  const all: TypedName[] = []
  let waiting: { readonly name: string; readonly node: number }[] = []
  const settle = (types: readonly string[], typeNode: number | null): void => {
    for (const { name, node } of waiting)
      all.push({ name, types, node, typeNode: typeNode ?? node })
    waiting = []
  }
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] ?? 0
    const name = page.symbol(node)
    if (name === null)
      page.say(
        'planner/pddl-syntax',
        node,
        `"${wordsOf(page, node)}" stands where a name is expected.`,
      )
    else if (name !== '-') waiting.push({ name, node })
    else {
      const type = nodes[++index]
      if (type === undefined)
        page.say('planner/pddl-syntax', node, 'Behind this dash a type is missing.')
      else if (waiting.length === 0)
        page.say('planner/pddl-syntax', node, 'Before this dash a name is missing.')
      else settle(typesAt(page, type), type)
    }
  }
  settle(['object'], null)
  return all
}

/** `truck`, or `(either truck ship)`. */
function typesAt(page: Page, node: number): readonly string[] {
  const name = page.symbol(node)
  if (name !== null) return [name]
  const [, ...all] = page.children(node)
  const names = all.map((one) => page.symbol(one)).filter((one) => one !== null)
  if (page.head(node) === 'either' && names.length === all.length && all.length > 0)
    return [...new Set(names)]
  page.say('planner/pddl-syntax', node, `"${wordsOf(page, node)}" is no type.`, {
    hint: 'Write a name, or (either one other).',
  })
  return ['object']
}

/** The types of a name that there are; the others are reported. */
export function knownTypes(
  page: Page,
  world: World,
  { types, typeNode }: TypedName,
): readonly string[] {
  const known = types.filter((type) => type === 'object' || world.types.has(type))
  if (known.length === types.length) return types
  for (const type of types)
    if (!known.includes(type))
      page.say('planner/pddl-unknown-name', typeNode, `There is no type "${type}".`, {
        hint: () => suggestion(type, ['object', ...world.types.keys()]),
      })
  return known.length > 0 ? known : ['object']
}
