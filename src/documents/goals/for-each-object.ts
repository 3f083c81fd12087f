import { forText } from '../../base/index.ts'
import {
  factName,
  factText,
  type FactDeclaration,
  type Probe,
  type Problem,
} from '../../model/index.ts'

/**
 * Probes of facts with parameters as one probe for each object: with `api` and `web`, `` up(service): `curl {service}` `` observes
 * `up(api)` and `up(web)`. The parameter is called as in the fact's declaration, or as its type.
 */
export function forEachObject(
  probes: readonly Probe[],
  declarations: readonly FactDeclaration[],
  types: Problem['types'],
  objects: Problem['objects'],
): readonly Probe[] {
  const names = new Set(objects.map(({ name }) => name))
  const typeNames = new Set([...types.map(({ name }) => name), ...objects.map(({ type }) => type)])
  return probes.flatMap((probe) => expanded(probe))

  function expanded(probe: Probe): readonly Probe[] {
    const { name, terms } = factName(probe.fact)
    const declared = declarations.find((one) => one.name === name)?.parameters
    const index = terms.findIndex((term) => !names.has(term) && typeAt(term) !== undefined)
    const term = terms[index]
    if (term === undefined) return [probe]
    const type = typeAt(term) ?? ''
    const known = objects.filter((object) => isKind(object.type, type))
    return known.length === 0
      ? [probe]
      : known.flatMap((object) => {
          const all = terms.map((one, at) => (at === index ? object.name : one))
          return expanded({
            ...filled(probe, term, object.name),
            fact: factText({ name, terms: all }),
          })
        })

    function typeAt(one: string): string | undefined {
      const bare = one.replace(/^\?/, '')
      const own = declared?.find((parameter) => parameter.name === bare)
      return own?.type ?? [...typeNames].find((each) => each.toLowerCase() === bare.toLowerCase())
    }
  }

  function isKind(type: string, wanted: string): boolean {
    const seen = new Set<string>()
    for (let at: string | null = type; at !== null && !seen.has(at);) {
      if (at === wanted) return true
      seen.add(at)
      at = types.find(({ name }) => name === at)?.parent ?? null
    }
    return wanted === 'object'
  }
}

/** `${name}` is the shell's own. */
const holes = forText(String.raw`(?<!\$)\{([\p{L}\p{N}_-]+)\}`, 'gu')

/** The probe with an object's name wherever `{parameter}` stands. */
function filled(probe: Probe, parameter: string, object: string): Probe {
  const name = parameter.replace(/^\?/, '')
  const fill = (text: string): string =>
    text.replaceAll(holes(text), (hole, inside) => (inside === name ? object : hole)) // prettier-ignore
  const { check } = probe
  switch (check.kind) {
    case 'command':
      return { ...probe, check: { ...check, command: fill(check.command) } }
    case 'file':
      return { ...probe, check: { ...check, path: fill(check.path) } }
    case 'metric': {
      const { from } = check
      const source =
        from.kind === 'command'
          ? { ...from, command: fill(from.command) }
          : { ...from, path: fill(from.path) }
      return { ...probe, check: { ...check, from: source } }
    }
    default:
      return probe
  }
}
