import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

/** What must never reach a reader of a page, a build log or a terminal as more than a text. */
export const attacks = [
  '</pre><script>alert(1)</script>',
  '::error::forged',
  '##[error]forged',
  ']]>',
]

const source = `# Release <1> & "more"

## Phase 1: Build (parallel)

- [ ] **A1**: Build <b>it</b>: \`echo built\`
  - Effort: 2 h
- [ ] **A2**: Fail here ::error::forged ##[error]forged: \`sh fail.sh\`
  - Depends on: A1
- [ ] **A3**: Never comes to this: \`echo never\`
  - Depends on: A2
- [x] **A4**: Was done before: \`echo before\`

### Quality Gate

- [ ] \`echo 3 failed\` → 0 failures
- [ ] Somebody has read the pages

## Phase 2: Look (parallel)

- [ ] **B1**: Ask @somebody
  - Depends on: A1
`

const script = String.raw`echo begin
printf '%s\n' '</pre><script>alert(1)</script>' '::error::forged' '##[error]forged' ']]>'
printf '\033[31mError: no such thing\033[0m\nmore\n'
echo "the token is ghp_0123456789abcdefghij0123"
exit 3
`

/** A folder in which a run of a hostile document has ended: one task done, one failed, one skipped, one claimed. */
export async function hostileRun(
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<{
  readonly folder: string
  readonly out: string
  readonly err: string
  readonly code: number
  readonly read: (name: string) => string
}> {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plans/plan.md': source,
    'fail.sh': script,
  })
  const given = { GOAP_HOME: join(folder, '.home'), HOME: folder, PATH: process.env['PATH'], ...environment } // prettier-ignore
  const said = await goap(folder, ['execute', 'plans/plan.md', '--yes', ...args], { environment: given }) // prettier-ignore
  return { ...said, folder, read: (name) => readFileSync(join(folder, name), 'utf8') }
}
