import { nearest } from '../../base/index.ts'

/** How many findings get a hint: each looks at all names. */
const most = 30

/** Tells which of some names one was meant for, as the hint of a finding; nothing after the first few. */
export function meaning(): (
  name: string,
  names: () => readonly string[],
) => { readonly hint?: string } {
  let asked = 0
  return (name, names) => {
    const found = asked++ < most ? nearest(name, names()) : undefined
    return found === undefined ? {} : { hint: `Did you mean "${found}"?` }
  }
}
