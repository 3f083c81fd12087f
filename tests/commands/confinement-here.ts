import { expect, test } from 'vitest'
import { bubblewrapHere, type Bubblewrap } from '../../src/commands/index.ts'

const state = await bubblewrapHere()

/** The bubblewrap of this machine. Tests that need it are skipped where there is none that works; then they do not ask. */
export function bubblewrap(): Bubblewrap {
  if (!state.works) throw new Error(state.reason)
  return state
}

/** Whether processes can be confined on this machine. */
export const canConfine: boolean = state.works

/** Says in the list of tests why those of confinement were skipped. */
export function tellWhyNot(): void {
  test.runIf(!state.works)(
    `nothing can be confined here: ${state.works ? '' : state.reason}`,
    () => {
      expect(state.works).toBe(false)
    },
  )
}
