import { GoapError } from '../base/index.ts'
import type { Limits, Script } from './script.ts'

const toolName = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/

/** Throws `sandbox/bad-script` for what no script can have: bounds that are no numbers, names of tools that are none, or that collide. */
export function checkScript({ limits = {}, tools = [] }: Script): void {
  for (const [name, value] of Object.entries(limits)) checkLimit(name, value)
  const names = tools.map(({ name }) => name)
  for (const [index, name] of names.entries()) {
    if (!toolName.test(name))
      throw new GoapError('sandbox/bad-script', `The tool "${name}" has no name that a script can call.`, { hint: 'Use identifiers, joined by dots: `files.read`.' }) // prettier-ignore
    const other = names.find(
      (one, at) => (at < index && one === name) || one.startsWith(`${name}.`),
    )
    if (other !== undefined)
      throw new GoapError('sandbox/bad-script', `Two tools need the name "${name}": it and "${other}".`) // prettier-ignore
  }
}

function checkLimit(name: string, value: number): void {
  const unbounded: readonly string[] = ['fuel'] satisfies (keyof Limits)[]
  if (value >= 0 && (Number.isFinite(value) || unbounded.includes(name))) return
  throw new GoapError('sandbox/bad-script', `The limit of ${name} is ${value}, which is no bound.`, { hint: `Give a number from 0${unbounded.includes(name) ? ', or Infinity' : ''}.` }) // prettier-ignore
}
