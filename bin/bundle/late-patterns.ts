import type { Plugin } from 'rolldown'
import { isNode, partsOf, syntaxOf, type Node } from './syntax.ts'

// A pattern that stands outside of all functions is made when its file is loaded, and V8 reads it then to its end, which takes as long as
// to compile a function: of the hundreds that the reader of documents has a short document needs few. In the bundle those that a constant
// of a module holds are made when they are first asked for.

/** Makes the patterns that are constants of a module late. They find what they found. */
export const latePatterns: Plugin = {
  name: 'late-patterns',
  renderChunk: (code) => withLatePatterns(code),
}

/** A constant that holds a pattern, and where it is asked for. */
interface Constant {
  readonly statement: Node
  readonly pattern: Node
  readonly uses: Node[]
}

/** The module with its constant patterns made at their first use; without those that remember where they stand (`g`, `y`). */
export function withLatePatterns(text: string): string {
  const program = syntaxOf(text)
  const constants = constantsOf(program)
  const declared = new Map<string, number>()
  const visit = (node: Node, parent: Node | null, isLate: boolean): void => {
    if (node.type === 'Identifier') seen(node, parent, isLate)
    const within = isLate || /Function/.test(node.type)
    for (const part of partsOf(node)) visit(part, node, within)
  }
  const seen = (node: Node, parent: Node | null, isLate: boolean): void => {
    const name = String(node['name'])
    const constant = constants.get(name)
    if (constant === undefined || isKey(node, parent)) return
    if (isDeclared(node, parent)) declared.set(name, (declared.get(name) ?? 0) + 1)
    // What is handed on, or asked for while the file is loaded, is made then.
    else if (!isLate || (parent?.type !== 'MemberExpression' && parent?.type !== 'CallExpression'))
      constants.delete(name)
    else constant.uses.push(node)
  }
  visit(program, null, false)
  const late = [...constants].filter(([name]) => declared.get(name) === 1)
  const edits = late.flatMap(([name, { statement, pattern, uses }]) => {
    const made = text.slice(pattern.start, pattern.end)
    if (uses.length === 0) return []
    // What a pattern is put together of may mean something else where it is asked for.
    const isOne = uses.length === 1 && pattern.type === 'Literal'
    const asked = isOne ? `(${name} ??= ${made})` : `${name}$late()`
    const first = `let ${name};${isOne ? '' : ` const ${name}$late = () => ${name} ??= ${made};`}`
    return [{ ...statement, put: first }, ...uses.map((use) => ({ ...use, put: asked }))]
  })
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((all, { start, end, put }) => all.slice(0, start) + put + all.slice(end), text)
}

/** By their names. */
function constantsOf({ body }: Node): Map<string, Constant> {
  const found = new Map<string, Constant>()
  for (const statement of Array.isArray(body) ? body.filter(isNode) : []) {
    const [one, ...others] = statement.type === 'VariableDeclaration' ? partsOf(statement) : []
    if (statement['kind'] !== 'const' || one === undefined || others.length > 0) continue
    const { id, init } = one
    if (
      isNode(id) &&
      id.type === 'Identifier' &&
      isNode(init) &&
      isPattern(init) &&
      !hasFunction(init)
    )
      found.set(String(id['name']), { statement, pattern: init, uses: [] })
  }
  return found
}

/** What a function within asks for would be edited twice. */
function hasFunction(node: Node): boolean {
  return /Function/.test(node.type) || partsOf(node).some(hasFunction)
}

/** `/…/i`, `new RegExp(…)` and `new RegExp(…, 'i')`. */
function isPattern(node: Node): boolean {
  if (node.type === 'Literal') return 'regex' in node && !/\/\w*[gy]\w*$/.test(String(node['raw']))
  const { callee, arguments: given } = node
  if (node.type !== 'NewExpression' || !isNode(callee) || callee['name'] !== 'RegExp') return false
  const [, flags] = Array.isArray(given) ? given : []
  return flags === undefined || (isNode(flags) && /^[imsuvd]*$/.test(String(flags.value)))
}

/** `name` in `x.name` and `{ name: x }` means no variable. */
function isKey(node: Node, parent: Node | null): boolean {
  if (parent === null || parent['computed'] === true) return false
  if (parent.type === 'MemberExpression') return parent['property'] === node
  return /^(?:Property|MethodDefinition|PropertyDefinition)$/.test(parent.type) && parent.key === node && parent['shorthand'] !== true // prettier-ignore
}

/** Whether a name stands where it is declared, as far as a pattern's name could be declared anew: then it is left alone. */
function isDeclared(node: Node, parent: Node | null): boolean {
  if (parent === null) return false
  if (parent.type.endsWith('Declarator')) return parent['id'] === node
  if (/Function|Class/.test(parent.type))
    return parent['body'] !== node && parent['superClass'] !== node
  return /Pattern|RestElement|CatchClause|^Import/.test(parent.type)
}
