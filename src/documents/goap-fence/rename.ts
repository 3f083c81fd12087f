import type { Figure, Mark, Owner, TaskGroup } from '../../model/index.ts'
import type { Names } from './apply.ts'

/** What a document has beside its plan. */
export interface Beside {
  readonly marks: readonly Mark[]
  readonly figures: readonly Figure[]
  readonly groups: readonly TaskGroup[]
}

/** Tokens, figures and groups under the keys that fences gave to tasks, phases and gates. */
export function renamed(beside: Beside, all: readonly Names[]): Beside {
  return all.reduce<Beside>(({ marks, figures, groups }, names) => {
    const task = (key: string): string => names.tasks.get(key) ?? key
    const gate = (key: string): string => names.gates.get(key) ?? key
    return {
      marks: marks.map((mark) => ({ ...mark, owner: ownerOf(mark.owner, names) })),
      figures: figures.map((figure) => {
        if (figure.kind === 'measure') return { ...figure, gate: gate(figure.gate) }
        return figure.kind === 'output' ? figure : { ...figure, tasks: figure.tasks.map(task) }
      }),
      groups: groups.map((group) => ({ ...group, tasks: group.tasks.map(task) })),
    }
  }, beside)
}

function ownerOf(owner: Owner, { tasks, phases, gates }: Names): Owner {
  switch (owner.kind) {
    case 'task':
      return { ...owner, key: tasks.get(owner.key) ?? owner.key }
    case 'phase':
      return { ...owner, key: phases.get(owner.key) ?? owner.key }
    case 'criterion':
      return { ...owner, gate: gates.get(owner.gate) ?? owner.gate }
    case 'group':
      return owner
  }
}
