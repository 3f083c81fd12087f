import type { Document } from 'yaml'

/** Where the value at a path of a YAML document begins, or the name `key` in it; of what is not there, what would hold it. */
export function startInYaml(
  document: Document,
  path: readonly PropertyKey[],
  key?: string,
): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true)
    const pair = depth === path.length && key !== undefined ? nameIn(node, key) : undefined
    const start = (pair ?? (isRanged(node) ? node : undefined))?.range?.[0]
    if (start !== undefined) return start
  }
  return 0
}

interface Ranged {
  readonly range?: readonly number[] | null | undefined
}

function nameIn(node: unknown, key: string): Ranged | undefined {
  if (typeof node !== 'object' || node === null || !('items' in node)) return undefined
  const items: readonly unknown[] = Array.isArray(node.items) ? node.items : []
  return items
    .flatMap((item) =>
      typeof item === 'object' && item !== null && 'key' in item && isRanged(item.key)
        ? [item.key]
        : [],
    )
    .find((name) => 'value' in name && name.value === key)
}

function isRanged(node: unknown): node is Ranged {
  return typeof node === 'object' && node !== null && 'range' in node
}

/** What is wrong with a YAML text, in one line and without the place, which is told in the terms of the file. */
export function yamlMessage({ message }: Error): string {
  const [first = 'it is no YAML'] = message.split('\n')
  return first.replace(/ at line \d+, column \d+/, '').replace(/[:.]+$/, '')
}
