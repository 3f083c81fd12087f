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

/** What to put into the text, and how much of it to take out there. */
interface Edit {
  readonly at: number
  readonly put: string
  readonly without?: number
}

/** A module whose functions at these places, each as `start:end`, stand in brackets. */
export function withBrackets(text: string, spans: ReadonlySet<string>): string {
  const edits: Edit[] = []
  const moved: Node[] = []
  const isCalled = ({ start, end }: Node): boolean => spans.has(`${start}:${end}`)
  const around = (from: number, put: string, { end }: Node, without = 0): void =>
    void edits.push({ at: from, put, without }, { at: end, put: ')' })
  const visit = (node: Node, parent: Node | null): void => {
    const isFunction =
      (node.type === 'ArrowFunctionExpression' && node['async'] !== true) ||
      node.type === 'FunctionExpression'
    if (isMethod(node) && isCalled(node)) {
      const { key, value } = node
      if (
        isNode(key) &&
        isNode(value) &&
        node['computed'] !== true &&
        !/\bsuper\b|^__proto__/.test(text.slice(key.start, node.end))
      ) {
        const name = text.slice(key.start, key.end)
        const kind = `${value['async'] === true ? 'async ' : ''}function${value['generator'] === true ? '*' : ''}` // prettier-ignore
        around(node.start, `${name}: (${kind}`, node, value.start - node.start)
      }
    } else if (isFunction && parent?.type !== 'MethodDefinition' && isCalled(node))
      around(node.start, '(', node)
    else if (node.type === 'FunctionDeclaration' && parent?.type === 'Program' && isCalled(node))
      moved.push(node)
    for (const part of partsOf(node)) visit(part, node)
  }
  const program = syntaxOf(text)
  visit(program, null)
  return edited(text, edits, moved, endOfImports(program))
}

/** `name() {}` in an object: of a class's methods V8 compiles none before. */
function isMethod(node: Node): boolean {
  return node.type === 'Property' && node['method'] === true
}

function endOfImports({ body }: Node): number {
  let end = 0
  for (const statement of Array.isArray(body) ? body : [])
    if (isNode(statement) && statement.type === 'ImportDeclaration') end = statement.end
  return end
}

/** Declared functions become variables, before all else: as declarations they are there before the module's first line runs. */
function edited(text: string, edits: Edit[], moved: readonly Node[], behind: number): string {
  // Of two at one place a bracket that closes comes first.
  edits.sort((a, b) => a.at - b.at || Number(b.put === ')') - Number(a.put === ')'))
  let next = 0
  const piece = (from: number, to: number): string => {
    let [out, at] = ['', from]
    for (let edit = edits[next]; edit && edit.at <= to; edit = edits[++next]) {
      out += text.slice(at, edit.at) + edit.put
      at = edit.at + (edit.without ?? 0)
    }
    return out + text.slice(at, to)
  }
  let [first, rest, at] = ['', '', behind]
  for (const { start, end } of moved) {
    rest += piece(at, start)
    const [head = '', flag = '', star = '', name = ''] = /^(async\s+)?function\s*(\*?)\s*([\w$]+)/.exec(text.slice(start)) ?? [] // prettier-ignore
    first += `var ${name} = (${flag}function${star}${piece(start + head.length, end)});\n`
    at = end
  }
  return `${text.slice(0, behind)}\n${first}${rest}${piece(at, text.length)}`
}
