/**
 * What a dependency text says of another Markdown document, in one way of saying it: `A1 (base.md)`, or `base.md` for all of it. Null:
 * it names none. Understood are links, `base.md#A1`, `base.md: A1`, and `A1 in base.md`.
 */
export function otherDocument(text: string): string | null {
  if (!/\.(?:md|markdown)\b/i.test(text)) return null
  for (const shape of shapes) {
    const { file, label = '', part = '' } = shape.exec(text.trim())?.groups ?? {}
    if (file === undefined) continue
    const what = part !== '' ? part : /\d/.test(label) ? label : ''
    const wanted = what
      .replace(/^(?:tasks?|steps?)\s+(?=\S*\d)/i, '')
      .replace(/^[`*_"']+|[`*_"']+$/g, '')
    return wanted === '' ? file : `${wanted} (${file})`
  }
  return null
}

const name = String.raw`(?<file>[^\s()[\]<>#:\`"']+\.(?:md|markdown))`
const shapes: readonly RegExp[] = [
  new RegExp(String.raw`^\[(?<label>[^\]]*)\]\(<?${name}(?:#(?<part>[^\s)>]+))?>?\)$`, 'i'),
  new RegExp(String.raw`^\`?${name}\`?(?:\s*[#:]\s*(?<part>[^\s#:].*))?$`, 'i'),
  new RegExp(String.raw`^(?<part>[^()[\]]+?)\s*\(\s*(?:in|from|of)?\s*\`?${name}\`?\s*\)$`, 'i'),
  new RegExp(String.raw`^(?<part>[^()[\]]+?)\s+(?:in|from|of)\s+\`?${name}\`?$`, 'i'),
]
