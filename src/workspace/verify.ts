import type { Commands, NoBubblewrap } from '../commands/index.ts'
import type { Asker } from '../engine/index.ts'
import type { Checker, CheckContext } from '../gates/index.ts'
import {
  commandOf,
  decidePermission,
  factsJudged,
  gateKey,
  permissionsFor,
  type Criterion,
  type CriterionResult,
  type Gate,
  type Permissions,
  type Plan,
  type Status,
  type Verdict,
} from '../model/index.ts'
import type { Sandbox } from '../sandbox/index.ts'
import type { Configuration } from './configuration.ts'
import { workspaceCommands, type Confinement } from './confinement.ts'
import { fileView } from './file-view.ts'
import type { Workspace } from './find-workspace.ts'
import { withSandbox } from './lent-sandbox.ts'
import { workspaceSecrets } from './secrets.ts'
import { selectGates } from './select-gates.ts'

// Whether the ticks of documents are true: the checks of gates run, and nothing else.
//
//   V1. Nothing runs without permission, as in an execution; what may not run is unproven.
//   V2. What could not be measured is never true, and what was not measured is never false.

/** Of something that a document says is done. */
export type Truth = 'true' | 'false' | 'unproven'

export interface VerifiedCriterion {
  readonly key: string
  readonly text: string
  readonly line: number | null
  /** Whether the document says that it is met. */
  readonly ticked: boolean
  /** Whether the tick is right; null without a tick. */
  readonly truth: Truth | null
  readonly result: CriterionResult
  /** What would have to be allowed. */
  readonly waits: { readonly command: string; readonly pattern: string; readonly dangerous: boolean; readonly denied: boolean } | null // prettier-ignore
}

export interface VerifiedGate {
  readonly key: string
  readonly title: string
  readonly line: number | null
  readonly verdict: Verdict
  /** Whether the document says that all of it is met: every criterion is ticked. */
  readonly ticked: boolean
  readonly truth: Truth | null
  /** Whether all that it stands behind is done, so that its verdict speaks of it. */
  readonly due: boolean
  readonly criteria: readonly VerifiedCriterion[]
}

/** A task that the document says is done, and that a gate judges. */
export interface VerifiedTask {
  readonly key: string
  readonly id: string | null
  readonly title: string
  readonly line: number | null
  readonly truth: Truth
  readonly reason: string
}

/** What is true of one document. */
export interface VerifiedDocument {
  readonly document: string
  readonly gates: readonly VerifiedGate[]
  readonly tasks: readonly VerifiedTask[]
}

export interface VerifyOptions {
  readonly workspace: Workspace
  readonly configuration: Configuration
  readonly permissions: Permissions
  /** How commands are confined. Default: by the origin of each, and without the network. */
  readonly confinement?: Confinement
  /** Told once, when the first command that should rather be confined runs without. */
  readonly unconfined?: (why: NoBubblewrap) => void
  /** Where scripts run; whoever opened it closes it. Default: a sandbox of its own, opened by the first script. */
  readonly sandbox?: Sandbox
  /** Names of what is to be verified, see `selectGates`. Default: all. */
  readonly only?: readonly string[]
  /** Puts requests for permission to a person. Default: nobody is asked. */
  readonly asker?: Pick<Asker, 'permission'>
  readonly signal?: AbortSignal
  /** Told of each gate when it is judged. */
  readonly judged?: (gate: VerifiedGate, plan: Plan) => void
}

/** What the probes say of the facts that a gate judges; what a document only states is no evidence. */
async function factsFor(
  { criteria }: Gate,
  plan: Plan,
  { secrets, commands, options }: { readonly secrets: readonly string[]; readonly commands: Commands; readonly options: VerifyOptions }, // prettier-ignore
): Promise<Pick<CheckContext, 'facts' | 'evidenceOf'>> {
  const names = criteria.flatMap(factsJudged)
  if (names.length === 0) return { facts: new Map() }
  const { observeWorld, worldOf } = await import('../engine/index.ts')
  const { workspace, configuration, permissions, sandbox, signal } = options
  const { observations } = await observeWorld(worldOf(plan, names), {
    workspace: workspace.root,
    permissions,
    secrets,
    commands,
    ...(sandbox ? { sandbox, view: fileView(workspace.root) } : {}),
    ...(configuration.timeout === undefined ? {} : { timeout: configuration.timeout }),
    ...(signal ? { signal } : {}),
  })
  return {
    facts: new Map(observations.flatMap(({ fact, value }) => (value === null ? [] : [[fact, value] as const]))), // prettier-ignore
    evidenceOf: (fact) => observations.find((one) => one.fact === fact)?.evidence ?? [],
  }
}

/** Runs the checks of the gates of plans and tells what their ticks are worth. Rejects `workspace/unknown-gate`, `commands/not-confined`, and when `signal` aborts. */
export async function verify(
  plans: readonly Plan[],
  options: VerifyOptions,
): Promise<readonly VerifiedDocument[]> {
  return withSandbox(options, (sandbox) => verifyIn(plans, { ...options, sandbox }))
}

async function verifyIn(
  plans: readonly Plan[],
  options: VerifyOptions,
): Promise<readonly VerifiedDocument[]> {
  const selected = selectGates(plans, options.only ?? [])
  const gates = await import('../gates/index.ts')
  const { workspace, configuration, signal = new AbortController().signal } = options
  const { root } = workspace
  const time = configuration.timeout === undefined ? {} : { timeout: configuration.timeout }
  const checkers: readonly Checker[] = [
    gates.commandChecker(time),
    gates.metricChecker(time),
    gates.fileChecker(),
    gates.scriptChecker({ sandbox: options.sandbox ?? null, view: fileView(root) }),
    gates.factChecker(),
    gates.approvalChecker(),
  ]
  const secrets = await workspaceSecrets(workspace)
  const commands = await workspaceCommands({ ...options, secrets })
  const found = new Map<Plan, VerifiedGate[]>(plans.map((plan) => [plan, []]))
  for (const { plan, gate } of selected) {
    const context: CheckContext = {
      commands,
      files: gates.workspaceFiles(root),
      ...(await factsFor(gate, plan, { secrets, commands, options })),
      run: { plan: plan.title, document: plan.document, outputs: {}, metrics: plan.metrics },
      signal,
    }
    const rules = permissionsFor(options.permissions, { document: plan.document, agent: null })
    const mayRun = { ...options, permissions: rules }
    const waits = await waiting(gateKey(plan.document, gate.key), gate, mayRun, signal)
    const free = { ...gate, criteria: gate.criteria.filter(({ key }) => !waits.has(key)) }
    const { criteria } = await gates.evaluate(free, checkers, context, false)
    signal.throwIfAborted()
    const results = new Map(criteria.map((one) => [one.key, one]))
    const verified = gate.criteria.map((one) =>
      verifiedCriterion(one, results.get(one.key), waits.get(one.key) ?? null),
    )
    const judged = verifiedGate(gate, plan, verified)
    found.get(plan)?.push(judged)
    options.judged?.(judged, plan)
  }
  return [...found].map(([plan, judged]) => ({
    document: plan.document,
    gates: judged,
    tasks: verifiedTasks(plan, judged),
  }))
}

type Waits = NonNullable<VerifiedCriterion['waits']> & { readonly reason: string }

/** What may not run, by the keys of criteria (V1). */
async function waiting(
  subject: string,
  gate: Gate,
  { permissions, asker }: VerifyOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Waits>> {
  const waits = new Map<string, Waits>()
  for (const { key, check } of gate.criteria) {
    const runs = commandOf(check)
    if (!runs?.runnable) continue
    const { command } = runs
    const decision = decidePermission(command, permissions)
    if (decision.allowed) continue
    const { reason, dangerous, pattern, denied } = decision
    const request = { kind: 'permission', subject, command, reason, dangerous, pattern, denied } as const // prettier-ignore
    const answer = denied ? null : ((await asker?.permission(request, signal)) ?? null)
    signal.throwIfAborted()
    if (answer === null || answer === 'never')
      waits.set(key, { command, reason, dangerous, pattern, denied })
  }
  return waits
}

function verifiedCriterion(
  { key, text, place, status, check }: Criterion,
  measured: CriterionResult | undefined,
  waits: Waits | null,
): VerifiedCriterion {
  const ticked = status === 'done'
  const result: CriterionResult = measured ?? {
    key,
    text,
    verdict: 'insufficient-evidence',
    reason: `not run: ${waits?.reason ?? ''}`,
    evidence: [],
    ...(check === null ? {} : { check: check.kind }),
  }
  const { reason: _why, ...what } = waits ?? { reason: '' }
  return {
    key,
    text,
    line: place?.line ?? null,
    ticked,
    truth: ticked ? truths[result.verdict] : null,
    result,
    waits: 'command' in what ? what : null,
  }
}

const truths: Readonly<Record<CriterionResult['verdict'], Truth>> = {
  passed: 'true',
  failed: 'false',
  'insufficient-evidence': 'unproven',
  claimed: 'unproven',
}

function verifiedGate(
  { key, title, place, after }: Gate,
  { tasks }: Plan,
  criteria: readonly VerifiedCriterion[],
): VerifiedGate {
  const ticked = criteria.length > 0 && criteria.every((one) => one.ticked)
  const done = new Map(tasks.map((task) => [task.key, isOver(task.status)]))
  const due = after.every((task) => done.get(task) ?? true)
  const line = place?.line ?? null
  const holds = truthOf(criteria)
  return { key, title, line, verdict: verdicts[holds], ticked, truth: ticked ? holds : null, due, criteria } // prettier-ignore
}

const verdicts = { true: 'passed', false: 'failed', unproven: 'insufficient-evidence' } as const

/** False when one is refuted, true when all that can be measured is proven and something can (V2). */
function truthOf(criteria: readonly VerifiedCriterion[]): Truth {
  const found = criteria.map(({ result }) => result.verdict)
  if (found.includes('failed')) return 'false'
  return found.includes('passed') && !found.includes('insufficient-evidence') ? 'true' : 'unproven'
}

function isOver(status: Status | null): boolean {
  return status === 'done' || status === 'skipped'
}

/** A gate speaks of its tasks once all of them are done: before that it fails for what is still to come. */
function verifiedTasks(
  { tasks, gates }: Plan,
  verified: readonly VerifiedGate[],
): readonly VerifiedTask[] {
  const judged = new Map(verified.map((gate) => [gate.key, gate]))
  return tasks.flatMap(({ key, id, title, status, place }) => {
    if (status !== 'done') return []
    const own = gates.flatMap((gate) => (gate.after.includes(key) ? (judged.get(gate.key) ?? []) : [])) // prettier-ignore
    if (own.length === 0) return []
    return [{ key, id, title, line: place?.line ?? null, ...taskTruth(own) }]
  })
}

function taskTruth(gates: readonly VerifiedGate[]): Pick<VerifiedTask, 'truth' | 'reason'> {
  const due = gates.filter((gate) => gate.due)
  if (due.length === 0)
    return { truth: 'unproven', reason: 'its gate waits for tasks that are not done' }
  const by = (truth: Truth): VerifiedGate | undefined =>
    due.find(({ criteria }) => truthOf(criteria) === truth)
  const [wrong, open, right] = [by('false'), by('unproven'), by('true')]
  if (wrong) return { truth: 'false', reason: `gate "${wrong.title}" fails` }
  if (open) return { truth: 'unproven', reason: `gate "${open.title}" proves nothing yet` }
  return { truth: 'true', reason: `gate "${right?.title ?? ''}" passes` }
}
