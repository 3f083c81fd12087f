import type { Document, LineCounter } from 'yaml'
import { once, yaml as yamlPackage } from '../base/index.ts'

/** The YAML between two `---` at the beginning of a Markdown file, and the text below. */
export interface FrontMatter {
  /** Parsed when it is first asked for. */
  readonly yaml: Document.Parsed
  /** The text of the YAML. */
  readonly source: string
  /** Line and column of the file, from 1, for an offset in the YAML. */
  readonly placeOf: (offset: number) => { readonly line: number; readonly column: number }
  readonly body: string
  /** Where the body begins in the file, from 1. */
  readonly bodyLine: number
}

/** Null: the text has no front matter. */
export function frontMatterOf(text: string): FrontMatter | null {
  const found = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?:^---[ \t]*(?:\r?\n|$)|(?![\s\S]))/m.exec(text)
  if (found?.index !== 0 || !/^[A-Za-z]\w*[ \t]*:/m.test(found[1] ?? '')) return null
  const source = found[1] ?? ''
  const rest = text.slice(found[0].length)
  const begins = text.length - rest.trimStart().length
  const parsed = once(() => parse(source))
  return {
    get yaml() {
      return parsed().yaml
    },
    source,
    placeOf(offset) {
      const { line, col } = parsed().lines.linePos(offset)
      return { line: line + 1, column: col }
    },
    body: rest.trim(),
    bodyLine: text.slice(0, begins).split('\n').length,
  }
}

function parse(source: string): { yaml: Document.Parsed; lines: LineCounter } {
  const { LineCounter, parseDocument } = yamlPackage()
  const lines = new LineCounter()
  const strict = parseDocument(source, { lineCounter: lines })
  return { yaml: strict.errors.length > 0 ? (forgiving(source) ?? strict) : strict, lines }
}

/** Keys that no other reader knows: what stands there is YAML. */
const exact = /^(?:executor|command|capabilities|limits|budget|permissions):/

/** Whether somebody who writes this front matter means to define an agent; pages of other kinds have a title, a layout … */
export function definesAgent({ source }: FrontMatter): boolean {
  return /^(?:name|tools|executor|command|capabilities|limits|budget|permissions)[ \t]*:/m.test(
    source,
  )
}

/**
 * Other readers take `description: Works on Rust code: ownership and errors` and `tools: *` as they stand, YAML does not: values of
 * one line that YAML would misunderstand are read as the texts they are. Null: that does not help either.
 */
function forgiving(source: string): Document.Parsed | null {
  const quoted = source.replace(
    /^([A-Za-z][\w-]*:[ \t]+)([^\s|>].*?)([ \t]*)$/gm,
    (line, key: string, value: string, end: string) =>
      !exact.test(key) && isMisunderstood(line, value)
        ? `${key}${JSON.stringify(value)}${end}`
        : line,
  )
  const yaml = yamlPackage().parseDocument(quoted)
  return yaml.errors.length > 0 ? null : yaml
}

function isMisunderstood(line: string, value: string): boolean {
  return !/^[[{]/.test(value) && yamlPackage().parseDocument(line).errors.length > 0
}
