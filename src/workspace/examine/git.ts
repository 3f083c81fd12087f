import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { ownEnvironment, plain } from '../../commands/index.ts'
import type { Workspace } from '../find-workspace.ts'
import { note, ok, wrong, type Condition } from './finding.ts'

/** The state of the repository: its branch, and whether it is in the middle of something. Asking runs nothing that the repository names. */
export async function gitState({ root }: Workspace): Promise<Condition> {
  const git = "git -c safe.directory='*' -c core.fsmonitor=false"
  const script = `command -v git >/dev/null || exit 3\n${git} rev-parse --git-dir || exit 4\n${git} symbolic-ref --quiet --short HEAD || echo '(no branch)'\n${git} rev-parse --verify --quiet --short HEAD || echo none` // prettier-ignore
  const environment = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' } // prettier-ignore
  const never = new AbortController().signal
  const { exit, tail } = await plain({ workspace: root, environment: ownEnvironment(root) }).run({ script, environment, timeout: 10_000 }, never) // prettier-ignore
  if (exit === 3)
    return note('git', 'is not installed', 'install it: a committed configuration counts without `goap trust`') // prettier-ignore
  if (exit !== 0)
    return note('git', 'there is no repository here', '`git init`: progress in the documents can be seen and undone then') // prettier-ignore
  const [folder = '', branch = '', head = ''] = tail.trim().split('\n')
  const inside = isAbsolute(folder) ? folder : join(root, folder)
  const under = [
    ['MERGE_HEAD', 'a merge'],
    ['rebase-merge', 'a rebase'],
    ['rebase-apply', 'a rebase'],
    ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ].find(([name = '']) => existsSync(join(inside, name)))
  if (under)
    return wrong('git', 'warning', `${under[1]} is under way: documents may hold marks of a conflict`, 'finish it, or undo it, before you execute') // prettier-ignore
  return head === 'none'
    ? note('git', `${branch}, without a commit`, 'commit: a committed configuration counts without `goap trust`') // prettier-ignore
    : ok('git', `${branch} at ${head}`)
}
