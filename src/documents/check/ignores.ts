import { nearest } from '../../base/index.ts'
import type { Diagnostic, Place } from '../../model/index.ts'
import { catalogue } from './catalogue.ts'
import { diagnostic } from './diagnostic.ts'
import { linesOf, placeIn } from './lines.ts'
import { fullCode } from './severities.ts'

/**
 * The findings that no comment silences. `<!-- goap-ignore CODE -->` names one or several codes, with or without `documents/`, and
 * concerns its own line and the next; `<!-- goap-ignore-file CODE -->` concerns the whole document. A comment that silences
 * nothing is a finding itself.
 */
export function withoutIgnored(found: readonly Diagnostic[], text: string): readonly Diagnostic[] {
  if (!text.includes('goap-ignore')) return found
  const comments = commentsOf(text)
  if (comments.length === 0) return found
  const used = new Set<Comment>()
  const left = found.filter(({ code, place }) => {
    const silenced = comments.filter(
      (comment) => comment.code === code && (comment.line === null || place.line - comment.line <= 1 && place.line >= comment.line), // prettier-ignore
    )
    for (const comment of silenced) used.add(comment)
    return silenced.length === 0
  })
  return [...left, ...comments.filter((comment) => !used.has(comment)).flatMap(unused)]
}

interface Comment {
  readonly code: string
  /** The line that it stands on; null for the whole file. */
  readonly line: number | null
  readonly place: Place
}

function commentsOf(text: string): readonly Comment[] {
  let fence: string | null = null
  return linesOf(text).flatMap((line) => {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line.text)?.[1]
    if (fence === null && mark !== undefined) fence = mark
    else if (fence !== null && mark?.startsWith(fence)) fence = null
    // An example in a code fence silences nothing.
    if (fence !== null) return []
    return commentsIn(line.text).flatMap(({ text: comment, start }) => {
      const [head, whole] = /^\s*goap-ignore(-file)?\s/.exec(comment) ?? []
      if (head === undefined) return []
      return [...comment.slice(head.length).matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({
        code: fullCode(name),
        line: whole === undefined ? line.number : null,
        place: placeIn(line, start + head.length + index, name),
      }))
    })
  })
}

/** What stands inside the comments of a line, with its offset. */
function commentsIn(line: string): { readonly text: string; readonly start: number }[] {
  const found: { readonly text: string; readonly start: number }[] = []
  for (let at = line.indexOf('<!--'); at !== -1; at = line.indexOf('<!--', at)) {
    const end = line.indexOf('-->', at + 4)
    if (end === -1) break
    found.push({ text: line.slice(at + 4, end), start: at + 4 })
    at = end + 3
  }
  return found
}

function unused({ code, place }: Comment): Diagnostic[] {
  if (code in catalogue)
    return [diagnostic('documents/unused-ignore', `There is no ${code} here to be ignored.`, place)]
  const near = nearest(code, Object.keys(catalogue))
  return [
    diagnostic(
      'documents/unused-ignore',
      `There is no finding "${code}".`,
      place,
      near === undefined ? {} : { hint: `Did you mean "${near}"?` },
    ),
  ]
}
