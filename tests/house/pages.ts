import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Every Markdown page that speaks about this project; plans and fixtures are documents of their own. */
export function pages(): readonly string[] {
  return globSync(['*.md', '{docs,decisions,agents,goals,wasm,examples}/**/*.md']).toSorted()
}

export interface Link {
  readonly page: string
  readonly target: string
}

/** The links of a page to other pages and files of this project; links in code do not count. */
export function linksOf(page: string): readonly Link[] {
  const text = withoutCode(readFileSync(page, 'utf8'))
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^(?:https?|mailto):/.test(target))
}

/** Whether a link leads to a file or folder that exists, and to a heading that the page has. */
export function leadsSomewhere({ page, target }: Link): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : normalize(join(dirname(page), path))
  if (!existsSync(file)) return false
  return anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor)
}

/** Anchors as the usual Markdown viewers make them from headings. */
function anchorsOf(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .trim()
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

function withoutCode(text: string): string {
  return withoutFences(text).replace(/`[^`\n]*`/g, '')
}

function withoutFences(text: string): string {
  return text.replace(/^( *)(`{3,})[\s\S]*?^\1\2$/gm, '')
}
