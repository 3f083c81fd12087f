import { scriptLanguage, type ScriptBlock } from '../model/index.ts'

/** The first fence of JavaScript or TypeScript in a Markdown text whose first line is line `firstLine` of its file; null: none. */
export function ownScript(markdown: string, firstLine: number): ScriptBlock | null {
  const lines = markdown.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const opened = /^(\s{0,3})(`{3,}|~{3,})[ \t]*([\w+-]*)/.exec(lines[at] ?? '')
    if (!opened) continue
    const [, indent = '', marks = '', word = ''] = opened
    const begin = at + 1
    const isEnd = (line: string): boolean => {
      const found = /^\s{0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1] ?? ''
      return found.startsWith(marks)
    }
    while (at + 1 < lines.length && !isEnd(lines[at + 1] ?? '')) at++
    const language = scriptLanguage(word.toLowerCase())
    if (language !== null) {
      const inside = lines.slice(begin, at + 1).map((line) => line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()) // prettier-ignore
      return { language, code: inside.join('\n'), place: { line: firstLine + begin, column: indent.length + 1 } } // prettier-ignore
    }
    at++
  }
  return null
}
