import { parseAst } from 'rolldown/parseAst'

/** A part of the syntax, as far as it matters here. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly key?: unknown
  readonly value?: unknown
  readonly [part: string]: unknown
}

/** The syntax of a module. Throws for what is none. */
export function syntaxOf(text: string): Node {
  const program: unknown = parseAst(text, { lang: 'js', sourceType: 'module' })
  if (!isNode(program)) throw new TypeError('the syntax of a module is not what it was')
  return program
}

export function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'type' in part && typeof part.type === 'string' // prettier-ignore
}

/** The parts of a part, in their order. */
export function partsOf(node: Node): readonly Node[] {
  return Object.values(node).flatMap((part) => (Array.isArray(part) ? part : [part]).filter(isNode))
}
