import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GoapError } from '../../src/base/index.ts'
import type { Asker } from '../../src/engine/index.ts'
import { sqliteJournal, type Journal } from '../../src/journal/index.ts'
import {
  defaultConfiguration,
  executeDocuments,
  findWorkspace,
  journalFile,
  loadDocument,
  prepareState,
  resumeRun,
  type Invocation,
} from '../../src/workspace/index.ts'

// node crash-child.ts FOLDER COMMITS CONFINE: executes FOLDER/plan.md, or goes on with its run, and dies by SIGKILL right after that many
// commits of the journal (0: never). Questions are answered as a person would who believes that all is well.

const [folder = '', commits = '0', confine] = process.argv.slice(2)
const workspace = findWorkspace(folder, { environment: {} })
prepareState(workspace)

let made = 0

/** A journal whose process dies after so many commits. */
function mortal(journal: Journal, most: number): Journal {
  async function counted<T>(work: Promise<T>): Promise<T> {
    const result = await work
    if (++made === most) {
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
    }
    return result
  }
  return {
    ...journal,
    keep: (hash, value) => counted(journal.keep(hash, value)),
    create: (run, documents, holder) => counted(journal.create(run, documents, holder)),
    claim: (run, holder, dead) => counted(journal.claim(run, holder, dead)),
    append: (lease, events) => counted(journal.append(lease, events)),
    processStarted: (lease, one) => counted(journal.processStarted(lease, one)),
    processEnded: (lease, one) => counted(journal.processEnded(lease, one)),
    advance: (run, listener, next) => counted(journal.advance(run, listener, next)),
    [Symbol.asyncDispose]: () => journal[Symbol.asyncDispose](),
  }
}

const asker: Asker = {
  by: 'ann',
  permission: async () => null,
  question: async ({ question }) =>
    question === 'reconcile' ? 'again' : question === 'approve' ? 'approve' : 'done',
}

await using journal = mortal(sqliteJournal(journalFile(workspace)), Number(commits))
const file = { name: 'plan.md', path: join(folder, 'plan.md'), named: true }
const loaded = loadDocument(file, readFileSync(file.path))
const invocation: Invocation = {
  workspace,
  configuration: { ...defaultConfiguration, concurrency: 3 },
  journal,
  permissions: { allow: [], deny: [], all: '--yes' },
  confinement: { confine: confine === 'require' ? 'require' : 'off', network: false, read: [], write: [] }, // prettier-ignore
  asker,
}
/** Whoever died after the last commit has nothing left to do. */
async function finished(cause: unknown): Promise<never> {
  if (!(cause instanceof GoapError) || cause.code !== 'run/finished' || !before) throw cause
  const last = (await journal.events(before.run)).at(-1)
  const { outcome, reason } = last?.type === 'run.finished' ? last : { outcome: null, reason: null }
  process.stdout.write(JSON.stringify({ outcome, reason, troubles: [], commits: made }))
  process.exit()
}

const [before] = (await journal.runs()).filter(({ events }) => events > 0)
const started = before
  ? await resumeRun(before.run, invocation).catch(finished)
  : await executeDocuments([loaded], invocation)
if (!started) throw new Error('there is no run')
const { run } = started
const { outcome, reason } = await run.report
process.stdout.write(
  JSON.stringify({
    outcome,
    reason,
    troubles: run.troubles.map(({ cause }) => String(cause)),
    commits: made,
  }),
)
