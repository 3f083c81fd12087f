import type { Diagnostic } from '../../model/index.ts'
import { catalogue, type Entry } from './catalogue.ts'

/**
 * The findings as they are told: what a document lacks in several places, such as commands of its gates, is one finding at the first
 * of them, with the others as related places and their `count`. Which codes these are, the catalogue says by `several`; all
 * other findings are mended one by one and stay alone. What is known or ignored is taken away before, place by place.
 */
export function gathered(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const alike = Map.groupBy(findings, ({ code }) => code)
  return findings.flatMap((one) => {
    const several = entries[one.code]?.several
    if (several === undefined) return [one]
    const [first, ...others] = alike.get(one.code) ?? []
    if (others.length === 0) return [one]
    return first === one ? [together(one, others, several)] : []
  })
}

/** Where the other places of a gathered finding are, by the first twelve lines: "The others are on lines 15, 23." Empty for one that stands alone. */
export function othersTold({ count = 1, related }: Diagnostic): string {
  if (count < 2) return ''
  const lines = [...new Set(related.map(({ place }) => place.line))]
  if (lines.length === 1)
    return `The other${count > 2 ? 's are' : ' is'} on line ${lines.join('')}.`
  const more = lines.length > listed ? ', …' : ''
  return `The others are on lines ${lines.slice(0, listed).join(', ')}${more}.`
}

const listed = 12

const entries: Readonly<Record<string, Entry | undefined>> = catalogue

function together(first: Diagnostic, others: readonly Diagnostic[], several: string): Diagnostic {
  const count = others.length + 1
  const tasks = [first, ...others].flatMap((one) => one.tasks ?? [])
  return {
    ...first,
    message: `${count} ${several}`,
    related: others.map(({ message, place }) => ({ message, place })),
    count,
    ...(tasks.length > 0 ? { tasks } : {}),
  }
}
