import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'rolldown'
import { calledIn } from './called.ts'
import { isNode, partsOf, syntaxOf, type Node } from './syntax.ts'

// V8 compiles a function when it is called first, and Node's compile cache keeps what was compiled when a file was loaded: without help, no
// function at all. A function that stands in brackets is compiled with its file, since such functions are mostly called at once ("possibly
// invoked function expression"). So what commands call gets brackets, and only that: what is kept has to be read, checked and unpacked at
// every start, and of the code half is not called.

/** Makes the functions that usual commands call be compiled with their files. They do what they did. */
export const eager: Plugin = {
  name: 'eager',
  writeBundle({ dir = 'dist' }) {
    for (const [file, spans] of calledIn(dir)) {
      const path = join(dir, file)
      writeFileSync(path, withBrackets(readFileSync(path, 'utf8'), spans))
    }
  },
}

/**
 * A module whose functions at these places, each as `start:end`, stand in brackets. Declared functions become variables before all else
 * where they are declared, as they are there before its first line runs, and methods of classes functions that the class takes when it is
 * made: of what is declared, and of a class's methods, V8 compiles none before.
 */
export function withBrackets(text: string, spans: ReadonlySet<string>): string {
  const isCalled = ({ start, end }: Node): boolean => spans.has(`${start}:${end}`)

  const render = (node: Node, parent: Node | null): string => {
    if (node.type === 'Program') return withFirst(node, node.start, endOfImports(node))
    if (node.type === 'BlockStatement' && /Function/.test(parent?.type ?? ''))
      return withFirst(node, node.start, node.start + 1)
    if (node.type === 'ClassBody') return withTaken(node, parent)
    if (isMethod(node) && isCalled(node) && isMovable(node, text)) return property(node)
    const isExpression =
      (node.type === 'ArrowFunctionExpression' && node['async'] !== true) ||
      node.type === 'FunctionExpression'
    const all = within(node, node.start, node.end)
    return isExpression && parent?.type !== 'MethodDefinition' && isCalled(node) ? `(${all})` : all
  }

  /** The text between, with the parts of the node that stand there as they become; without those that stand elsewhere now. */
  const within = (node: Node, from: number, to: number, moved: readonly Node[] = []): string => {
    let [out, at] = ['', from]
    for (const part of partsOf(node).toSorted((a, b) => a.start - b.start)) {
      // `{ a }` has one word for two parts.
      if (part.start < at) continue
      out += text.slice(at, part.start) + (moved.includes(part) ? '' : render(part, node))
      at = part.end
    }
    return out + text.slice(at, to)
  }

  const withFirst = (node: Node, from: number, first: number): string => {
    const declared = partsOf(node).filter((part) => part.type === 'FunctionDeclaration' && isCalled(part)) // prettier-ignore
    const variables = declared.map((one) => {
      const [, flag = '', star = '', name = ''] = /^(async\s+)?function\s*(\*?)\s*([\w$]+)/.exec(text.slice(one.start)) ?? [] // prettier-ignore
      return `var ${name} = (${flag}function${star}${headAndBody(one)});\n`
    })
    const before = declared.length === 0 ? '' : `\n${variables.join('')}`
    return text.slice(from, first) + before + within(node, first, node.end, declared)
  }

  const withTaken = (node: Node, parent: Node | null): string => {
    const taken = isOfOwn(parent) ? partsOf(node).filter((one) => one.type === 'MethodDefinition' && one['kind'] === 'method' && one['static'] !== true && isCalled(one) && isMovable(one, text)) : [] // prettier-ignore
    if (taken.length === 0) return within(node, node.start, node.end)
    const first = `static { Object.assign(this.prototype, { ${taken.map(property).join(', ')} }); }`
    return `{ ${first}${within(node, node.start + 1, node.end, taken)}`
  }

  /** `name() {}` as `name: (function() {})`. */
  const property = (node: Node): string => {
    const { key, value } = node
    if (!isNode(key) || !isNode(value)) throw new TypeError('a method is not what it was')
    const kind = `${value['async'] === true ? 'async ' : ''}function${value['generator'] === true ? '*' : ''}` // prettier-ignore
    return `${text.slice(key.start, key.end)}: (${kind}${within(value, value.start, value.end)})`
  }

  const headAndBody = (node: Node): string =>
    within(node, isNode(node['id']) ? node['id'].end : node.start, node.end)

  return render(syntaxOf(text), null)
}

/** `name() {}` in an object. */
function isMethod(node: Node): boolean {
  return node.type === 'Property' && node['method'] === true
}

/** Whether a method does the same as a function that the object has as a property. */
function isMovable({ key, computed, end }: Node, text: string): boolean {
  if (!isNode(key) || computed === true || key.type === 'PrivateIdentifier') return false
  return !/\bsuper\b|^__proto__/.test(text.slice(key.start, end))
}

/** Whether what a class takes by its name becomes its own, since nothing that it extends would take it instead. */
function isOfOwn(node: Node | null): boolean {
  const above = node?.['superClass']
  return !isNode(above) || above['name'] === 'EventEmitter'
}

function endOfImports({ body, start }: Node): number {
  let end = start
  for (const statement of Array.isArray(body) ? body : [])
    if (isNode(statement) && statement.type === 'ImportDeclaration') end = statement.end
  return end
}
