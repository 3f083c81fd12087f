import type { Unvalued } from '../ground-task.ts'
import type { Pattern } from './formula.ts'
import { valueOf } from './join.ts'
import type { Names } from './names.ts'
import type { Numbers } from './numbers.ts'
import type { Operator } from './operators.ts'

/** Instances that could be applied if a function had a value, for whoever explains why there is no plan: the first of them. */
export interface UnvaluedList {
  readonly note: (operator: Operator, env: Int32Array) => void
  readonly all: readonly Unvalued[]
}

/** More are not kept. */
const most = 1000

export function unvaluedIn(names: Names, numbers: Numbers): UnvaluedList {
  const all: Unvalued[] = []
  const text = (name: string, objects: readonly number[]): string =>
    `(${[name, ...objects.map((object) => names.objects.names[object] ?? '')].join(' ')})`
  return {
    all,
    note({ name, parameters, cost, effects }, env) {
      if (all.length === most) return
      const factOf = ({ predicate, terms }: Pattern): string => text(names.predicates[predicate] ?? '', terms.map((term) => valueOf(term, env))) // prettier-ignore
      const codes = [cost, ...effects.flatMap((effect) => ('value' in effect && effect.isAlways ? [effect.value] : []))] // prettier-ignore
      const lacking = codes.map((code) => numbers.lacking(code, env)).find((one) => one !== null)
      const adds = effects.flatMap((effect) => (effect.kind === 'add' && effect.isAlways ? [factOf(effect.pattern)] : [])) // prettier-ignore
      all.push({ action: text(name, [...env.subarray(0, parameters.length)]), number: lacking ?? '', adds }) // prettier-ignore
    },
  }
}
