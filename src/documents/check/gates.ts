import { forText } from '../../base/index.ts'
import { commandOf, isDangerous, type Diagnostic, type Plan } from '../../model/index.ts'
import { diagnostic } from './diagnostic.ts'

/** Gates that cannot measure anything, or that would do harm; contingencies that speak of what is not there. */
export function gateFindings(plan: Plan): Diagnostic[] {
  return [
    ...withoutCommand(plan),
    ...dangerous(plan),
    ...withoutGate(plan),
    ...unknownTargets(plan),
  ]
}

function withoutCommand({ gates }: Plan): Diagnostic[] {
  return gates
    .filter(({ criteria }) => criteria.length > 0 && criteria.every(({ check }) => check === null))
    .map((gate) =>
      diagnostic(
        'documents/gate-without-command',
        `Gate "${gate.title}" has no command, so nothing can be measured: its criteria are only claimed.`,
        gate.place,
      ),
    )
}

/** A gate looks and changes nothing, so a command that may destroy something does not belong there. */
function dangerous({ gates }: Plan): Diagnostic[] {
  return gates.flatMap(({ criteria }) =>
    criteria.flatMap(({ check, place }) => {
      const runs = commandOf(check)
      const danger = runs?.runnable === true ? isDangerous(runs.command) : null
      if (danger === null || runs === null) return []
      return [
        diagnostic(
          'documents/gate-command-not-allowed',
          `A gate that runs \`${runs.command}\` changes what it should measure. ${danger}`,
          place,
        ),
      ]
    }),
  )
}

/** Only where most phases have a gate is one without it worth a word. */
function withoutGate({ phases, gates }: Plan): Diagnostic[] {
  const working = phases.filter(({ tasks }) => tasks.length > 0)
  const gated = new Set(gates.map(({ phase }) => phase))
  const guarded = new Set(gates.flatMap(({ closing, after }) => (closing ? [] : after)))
  const bare = working.filter(
    ({ key, tasks }) => !gated.has(key) && !tasks.some((task) => guarded.has(task)),
  )
  if (bare.length * 5 > working.length) return []
  return bare.map((phase) =>
    diagnostic(
      'documents/phase-without-gate',
      `Phase "${phase.title}" has no gate; the others have.`,
      phase.place,
    ),
  )
}

const numbered = forText(String.raw`^(.*?\p{L}.*?\D|\p{L}+)\d+$`, 'u')
const numberedWords = forText(String.raw`\p{L}[\p{L}\p{N}.-]*\d+(?![\p{L}\p{N}.-]*\p{L})`, 'gu')

/** "If INT.9 fails" where the plan knows `INT.1` to `INT.4`. */
function unknownTargets({ contingencies, tasks, phases, gates }: Plan): Diagnostic[] {
  const ids = new Set(tasks.flatMap(({ id }) => (id === null ? [] : [id.toLowerCase()])))
  const prefixes = new Set([...ids].map((id) => numbered(id).exec(id)?.[1]))
  const titles = [...phases, ...gates].map(({ title }) => title.toLowerCase()).join('\n')
  return contingencies.flatMap(({ trigger, place }) => {
    const small = trigger.toLowerCase()
    const words = small.match(numberedWords(small))
    const unknown = (words ?? []).find(
      (word) =>
        !ids.has(word) && prefixes.has(/^(.*?)\d+$/u.exec(word)?.[1]) && !titles.includes(word),
    )
    if (unknown === undefined) return []
    const at = small.indexOf(unknown)
    const name = trigger.slice(at, at + unknown.length)
    return [
      diagnostic(
        'documents/unknown-target',
        `"${trigger}" speaks of "${name}", which nothing defines.`,
        place,
      ),
    ]
  })
}
