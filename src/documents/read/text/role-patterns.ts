import { once } from '../../../base/index.ts'
import { outlineOf } from './phrases.ts'
import { rolePhrases } from './role-phrases.ts'
import { mayTell, wordsIn, type Role } from './role-words.ts'

interface Rule {
  readonly role: Role
  /** The bits of its fragments. */
  readonly certain: number
  /** These, and those of the words without which its pattern does not match. */
  readonly either: number
  readonly pattern: RegExp | null
}

interface Rules {
  /** Of each phrase that is a whole title the first role, by its index. */
  readonly wholes: ReadonlyMap<string, number>
  readonly mayBeWhole: (folded: string) => boolean
  readonly bitsIn: (folded: string) => number
  readonly inOrder: readonly Rule[]
}

const rules = once((): Rules => {
  const { order, wholes, fragments, patterns } = rolePhrases()
  const patternOf = new Map(patterns)
  const { bitsIn, certain, possible } = wordsIn(new Map(fragments), [...patternOf.keys()])
  const inOrder = order.map((role): Rule => {
    const source = patternOf.get(role)
    const pattern = source === undefined ? null : new RegExp(source)
    return { role, certain: certain(role), either: certain(role) | possible(role), pattern }
  })
  const index = new Map(wholes)
  return { wholes: index, mayBeWhole: outlineOf(index.keys()), bitsIn, inOrder }
})

/** The role whose words a folded title has. */
export function roleIn(folded: string): Role | undefined {
  const { wholes, mayBeWhole, bitsIn, inOrder } = rules()
  const bits = bitsIn(folded)
  if (!mayTell(folded, bits)) return undefined
  const whole = mayBeWhole(folded) ? (wholes.get(folded) ?? inOrder.length) : inOrder.length
  for (let index = 0; index < whole; index++) {
    const rule = inOrder[index]
    if (rule === undefined || (bits & rule.either) === 0) continue
    if ((bits & rule.certain) !== 0 || rule.pattern?.test(folded) === true) return rule.role
  }
  return inOrder[whole]?.role
}
