import { packageFile } from '../package-file.ts'

/** A part of a page of docs/: the text below a heading, or only the first table there. */
interface Part {
  readonly page: 'guide' | 'plan-format' | 'errors'
  readonly heading: string
  readonly only?: 'table'
}

export interface Topic {
  readonly says: string
  readonly parts: readonly Part[]
}

/** What `goap help` explains besides the commands. The words are those of docs/, so that they cannot drift apart. */
export const topics: Readonly<Record<string, Topic>> = {
  plans: {
    says: 'how a plan is written',
    parts: [{ page: 'plan-format', heading: 'The dialect we suggest' }],
  },
  'quality-gates': {
    says: 'what has to hold before it goes on',
    parts: [
      { page: 'guide', heading: 'Gates' },
      { page: 'plan-format', heading: 'Gates (R11, R14)' },
    ],
  },
  permissions: {
    says: 'which commands may run',
    parts: [{ page: 'guide', heading: 'Permissions' }],
  },
  confinement: {
    says: 'what commands can reach while they run',
    parts: [{ page: 'guide', heading: 'Confinement' }],
  },
  assigning: {
    says: 'who does a task',
    parts: [
      { page: 'guide', heading: 'Agents' },
      { page: 'plan-format', heading: 'Agents (R10)' },
    ],
  },
  interrupting: {
    says: 'interrupt a run and go on',
    parts: [{ page: 'guide', heading: 'Interrupt, resume, cancel' }],
  },
  configuration: {
    says: 'what goap.config.json may hold',
    parts: [{ page: 'guide', heading: 'Configuration' }],
  },
  'exit-codes': {
    says: 'what the exit code tells',
    parts: [{ page: 'errors', heading: 'Errors and findings', only: 'table' }],
  },
}

/** The Markdown of a topic. */
export function topicText({ parts }: Topic): string {
  return parts.map((part) => partText(part)).join('\n\n')
}

function partText({ page, heading, only }: Part): string {
  const text = packageFile(`docs/${page}.md`)
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line !== heading)
  if (start < 0) throw new Error(`docs/${page}.md has no heading "${heading}".`)
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 1
  const rest = lines.slice(start + 1)
  const own = rest.slice(0, endOf(rest, level))
  if (only !== 'table') return own.join('\n').trim()
  const first = own.findIndex((line) => line.startsWith('|'))
  const table = own.slice(first)
  const end = table.findIndex((line) => !line.startsWith('|'))
  return table.slice(0, end < 0 ? table.length : end).join('\n')
}

/** Where a section ends: at the next heading of its level or above; what a fence holds is no heading. */
function endOf(lines: readonly string[], level: number): number {
  let fence = ''
  for (const [index, line] of lines.entries()) {
    const mark = /^(`{3,})/.exec(line)?.[1]
    if (mark !== undefined && (fence === '' || mark.length >= fence.length))
      fence = fence === '' ? mark : ''
    const hashes = /^(#+) /.exec(line)?.[1]
    if (fence === '' && hashes !== undefined && hashes.length <= Math.max(level, 2)) return index
  }
  return lines.length
}
