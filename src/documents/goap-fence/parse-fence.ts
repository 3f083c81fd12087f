import type { Document } from 'yaml'
import type { z } from 'zod'
import { nearest, yaml } from '../../base/index.ts'
import type { Diagnostic, Place } from '../../model/index.ts'
import { finding } from '../read/finding.ts'
import type { Fence as FenceBlock } from '../read/text/blocks.ts'
import type { Text } from '../read/text/text.ts'
import { escapeKeys, unescapeKey, unescapeKeys } from './odd-keys.ts'

/** What a fence says, with where its keys stand; or what is wrong with it. */
export type ParsedFence<T> =
  | { readonly data: T; readonly keyPlace: (path: readonly PropertyKey[]) => Place }
  | { readonly found: readonly Diagnostic[] }

/** The YAML of a fence, as a schema wants it; `namesAt` gives the names that there may be at a path, for telling a slip. */
export function parseFence<T>(
  fence: FenceBlock,
  text: Text,
  schema: z.ZodType<T>,
  namesAt: (path: readonly PropertyKey[]) => readonly string[],
): ParsedFence<T> {
  const { start, source } = linesOf(fence, text)
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: false })
  const placeAt = (offset: number, length: number): Place =>
    text.place({
      start: Math.min(start + offset, fence.end),
      end: Math.min(start + offset + length, fence.end),
    })
  const [broken] = document.errors
  if (broken)
    return { found: [wrong(`The fence is no YAML: ${broken.message.split('\n')[0] ?? ''}`, placeAt(broken.pos[0], 1))] } // prettier-ignore
  const twice = repeatedKey(document)
  if (twice)
    return { found: [wrong(`"${twice.name}" stands here twice.`, placeAt(twice.offset, twice.name.length))] } // prettier-ignore
  const data = dataOf(document)
  if (data instanceof Error) return { found: [wrong(data.message, placeAt(0, 1))] }
  const hasOdd = source.includes('__proto__')
  const result = schema.safeParse(hasOdd ? escapeKeys(data) : data)
  return result.success
    ? { data: hasOdd ? unescapeKeys(result.data) : result.data, keyPlace }
    : { found: result.error.issues.slice(0, 20).flatMap((issue) => issueFindings(issue)) }

  function issueFindings(issue: z.core.$ZodIssue): Diagnostic[] {
    const path = issue.path.map((key) => unescapeKey(key))
    if (issue.code !== 'unrecognized_keys')
      return [wrong(`"${path.map(String).join('.')}": ${issue.message}.`, valuePlace(path))]
    return issue.keys.map((given) => {
      const key = unescapeKey(given)
      const near = nearest(key, namesAt(path))
      const hint = near === undefined ? undefined : `Did you mean "${near}"?`
      return wrong(`There is no "${[...path, key].map(String).join('.')}".`, keyPlace([...path, key]), hint) // prettier-ignore
    })
  }

  function valuePlace(path: readonly PropertyKey[]): Place {
    for (let depth = path.length; depth >= 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true)
      const range = rangeOf(node)
      if (range) return placeAt(range[0], Math.max(1, Math.min(range[1] - range[0], 60)))
    }
    return placeAt(0, 1)
  }

  function keyPlace(path: readonly PropertyKey[]): Place {
    const key = String(path.at(-1))
    const map: unknown = document.getIn(path.slice(0, -1), true)
    const items: unknown =
      typeof map === 'object' && map !== null && 'items' in map ? map.items : []
    for (const item of Array.isArray(items) ? (items as readonly unknown[]) : []) {
      const name: unknown =
        typeof item === 'object' && item !== null && 'key' in item ? item.key : null
      const range = rangeOf(name)
      if (
        range &&
        typeof name === 'object' &&
        name !== null &&
        'value' in name &&
        String(name.value) === key
      )
        // prettier-ignore
        return placeAt(range[0], key.length)
    }
    return valuePlace(path)
  }
}

/** The first key that a map has twice; the library's own look takes quadratic time. */
function repeatedKey(
  document: Document,
): { readonly name: string; readonly offset: number } | undefined {
  const { isScalar, visit } = yaml()
  let found: { readonly name: string; readonly offset: number } | undefined
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>()
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : ''
        if (seen.has(name) && isScalar(key)) {
          found = { name, offset: key.range?.[0] ?? 0 }
          return visit.BREAK
        }
        seen.add(name)
      }
      return undefined
    },
  })
  return found
}

/** The lines of a fence as they are written, and where: blanks at their ends are part of texts within. */
export function linesOf(
  fence: FenceBlock,
  { clean }: Pick<Text, 'clean'>,
): { readonly start: number; readonly source: string } {
  const start = fence.lines[0]?.start ?? fence.start
  const whole = clean.slice(start, fence.end)
  return { start, source: whole.replace(/(?:^|\n)[ \t]{0,3}(?:`{3,}|~{3,})[ \t]*$/, '\n') }
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined
  const range: unknown = node.range
  return Array.isArray(range) && typeof range[0] === 'number' && typeof range[1] === 'number'
    ? [range[0], range[1]]
    : undefined
}

/** Aliases that would blow up, or lead nowhere, show only here. */
function dataOf(document: { toJS(): unknown }): unknown {
  try {
    return document.toJS() ?? {}
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function wrong(message: string, place: Place, hint?: string): Diagnostic {
  return finding('documents/bad-fence', message, place, hint === undefined ? {} : { hint })
}
