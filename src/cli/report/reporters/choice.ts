import type { ExecuteFlags } from '../../flags.ts'

export type ReporterKind = 'plain' | 'jsonl' | 'junit' | 'github'

/** A reporter, and the file it writes; null is the standard output. */
export interface Choice {
  readonly kind: ReporterKind
  readonly file: string | null
}

const kinds: readonly string[] = ['plain', 'jsonl', 'junit', 'github'] satisfies ReporterKind[]

/**
 * The reporters that were asked for, that of the standard output first. Throws `cli/bad-option` for an unknown one, and for two that
 * would write into the same place.
 */
export async function choicesOf({
  json,
  reporter = [],
}: Pick<ExecuteFlags, 'json' | 'reporter'>): Promise<readonly Choice[]> {
  const { GoapError, nearest } = await import('../../../base/index.ts')
  const choices = [...(json ? ['jsonl'] : []), ...reporter].map((text): Choice => {
    const [, name = '', , file] = /^([^:]*)(:(.*))?$/s.exec(text) ?? []
    if (!isKind(name)) {
      const near = nearest(name, kinds)
      throw new GoapError('cli/bad-option', `There is no reporter "${name}".`, {
        hint: near === undefined ? 'Reporters are plain, jsonl, junit and github.' : `Did you mean "${near}"?`, // prettier-ignore
      })
    }
    if (file === '')
      throw new GoapError('cli/bad-option', `--reporter ${text} names no file.`, {
        hint: `Write --reporter ${name}:FILE, or --reporter ${name} for the standard output.`,
      })
    return { kind: name, file: file ?? null }
  })
  const places = choices.map(({ file }) => file)
  const twice = places.find((place, index) => places.indexOf(place) !== index)
  if (twice !== undefined)
    throw new GoapError(
      'cli/bad-option',
      `Two reporters would write ${twice === null ? 'to the standard output' : `into ${twice}`}.`,
      {
        // prettier-ignore
        hint: 'Give one of them a file of its own: --reporter NAME:FILE.',
      },
    )
  return choices.toSorted((left, right) => Number(left.file !== null) - Number(right.file !== null))
}

function isKind(name: string): name is ReporterKind {
  return kinds.includes(name)
}
