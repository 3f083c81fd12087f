import type { Configuration, Invocation, Workspace } from '../index.ts'
import type { ConfineOptions } from './flags.ts'

/** How commands are confined, by flags and configuration. `note` is told what does not count, `say` once that a command runs without. */
export async function confiningOf(
  workspace: Workspace,
  configuration: Configuration,
  flags: ConfineOptions,
  { note, say = note }: { readonly note: (text: string) => void; readonly say?: (text: string) => void }, // prettier-ignore
): Promise<Required<Pick<Invocation, 'confinement' | 'unconfined'>>> {
  const { loadConfinement } = await import('../workspace/index.ts')
  const { confinement, note: refused } = await loadConfinement(workspace, configuration, flags)
  if (refused !== null) note(refused)
  let told = false
  return {
    confinement,
    unconfined({ reason }) {
      // Goals are observed by other commands than those that run, which would tell it again.
      if (!told) say(`commands run unconfined, since ${reason}; goap doctor says what to do, --confine off says nothing`) // prettier-ignore
      told = true
    },
  }
}
