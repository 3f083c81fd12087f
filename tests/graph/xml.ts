export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** The text directly in it, with entities replaced. */
  readonly text: string
}

const name = String.raw`[A-Za-z_:][\w:.-]*`
const token = new RegExp(
  String.raw`<\/(${name})\s*>|<(${name})((?:\s+${name}\s*=\s*"[^"<]*")*)\s*(\/?)>|([^<]+)`,
  'gy',
)

/** Reads XML without declarations and comments. Throws for what is not well-formed. */
export function parseXml(text: string): XmlElement {
  const root = { name: '', attributes: {}, children: [] as XmlElement[], text: '' }
  const open = [root]
  let read = 0
  for (const [whole, closes, opens, list = '', empty, content] of text.matchAll(token)) {
    read += whole.length
    const top = open.at(-1) ?? root
    if (closes !== undefined) {
      if (top.name !== closes) throw new Error(`</${closes}> closes <${top.name}>`)
      open.pop()
    } else if (opens !== undefined) {
      const pairs = [...list.matchAll(new RegExp(String.raw`(${name})\s*=\s*"([^"]*)"`, 'g'))]
      const attributes = Object.fromEntries(
        pairs.map(([, key = '', value = '']) => [key, decoded(value)]),
      )
      if (Object.keys(attributes).length !== pairs.length) throw new Error(`twice in ${whole}`)
      const element = { name: opens, attributes, children: [], text: '' }
      top.children.push(element)
      if (empty === '') open.push(element)
    } else top.text += decoded(content ?? '')
  }
  if (read !== text.length) throw new Error(`not XML: ${text.slice(read, read + 80)}`)
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name ?? ''}> is not closed`)
  const [only, ...others] = root.children
  if (!only || others.length > 0 || root.text.trim() !== '') throw new Error('not one root')
  return only
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

function decoded(text: string): string {
  if (/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/u.test(text) || !text.isWellFormed())
    throw new Error('a character that XML does not have')
  return text.replace(/&(#\d+|\w+)?(;?)/g, (whole, entity: string | undefined, end: string) => {
    const character = entity?.startsWith('#')
      ? String.fromCodePoint(Number(entity.slice(1)))
      : entities[entity ?? '']
    if (character === undefined || end === '') throw new Error(`not an entity: ${whole}`)
    return character
  })
}

/** All elements of a tree. */
export function elementsOf(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(elementsOf)]
}
