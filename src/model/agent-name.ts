/** The key of an agent's or a capability's name: `Rust specialist`, `rust-specialist` and `rust_specialist` are the same. */
export function agentKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\p{Pd}]+/gu, '')
}

/**
 * What a name in a plan may mean, as keys, the likeliest first: as it is written; without `@`, a number of them (`x3`) and what
 * stands in brackets; without the word "agent" behind it; what stands in the brackets.
 */
export function agentKeys(written: string): readonly string[] {
  const name = written
    .trim()
    .replace(/^@/, '')
    .replace(/(?:^\d+ ?[x×]\s+|\s*[x×] ?\d+$)/iu, '')
  const bracket = /\s*\(([^()]*)\)\s*$/.exec(name)
  const short = bracket ? name.slice(0, bracket.index) : name
  const inner = /^[x×]? ?\d+ ?[x×]?$/iu.test(bracket?.[1] ?? '') ? '' : (bracket?.[1] ?? '')
  const all = [written, name, short, short.replace(/\s*\bagents?$/i, ''), inner].map(agentKey)
  return [...new Set(all)].filter((key) => key !== '')
}
