import type { Json } from '../base/index.ts'
import {
  commandOf,
  type Criterion,
  type Effect,
  type Gate,
  type Place,
  type Plan,
  type PlanDocument,
  type Probe,
  type Task,
} from '../model/index.ts'

/** A reading as `goap read --json` prints it: one object, ids (or titles) instead of keys in dependencies. */
export function planJson(document: PlanDocument): Json {
  const { plan } = document
  const names = new Map(plan.tasks.map((task) => [task.key, task.id ?? task.title]))
  const phases = new Map(plan.phases.map((phase) => [phase.key, phase.title]))
  return {
    schema: 'goap/plan@1',
    file: document.file,
    title: plan.title,
    strategy: plan.strategy,
    tasks: plan.tasks.map((task) => taskJson(task, names)),
    dependencies: plan.tasks.flatMap((task) =>
      task.needs.map((need) => [names.get(task.key) ?? task.key, names.get(need) ?? need]),
    ),
    phaseOrder: phaseOrder(plan),
    phases: plan.phases.map((phase) => ({
      title: phase.title, key: phase.key, mode: phase.mode, line: lineOf(phase.place), status: phase.status, agent: phase.agent,
      needs: phase.needs, tasks: phase.tasks,
      ...(phase.iterations === undefined ? {} : { iterations: phase.iterations }),
      ...(phase.workers === undefined ? {} : { workers: phase.workers }),
    })), // prettier-ignore
    gates: plan.gates.map((gate) => gateJson(gate, phases, names)),
    contingencies: plan.contingencies.map(({ place, ...rest }) => ({
      ...rest,
      line: lineOf(place),
    })),
    agents: plan.agents,
    metrics: plan.metrics.map(({ place, ...rest }) => ({ ...rest, line: lineOf(place) })),
    risks: plan.risks.map(({ place, ...rest }) => ({ ...rest, line: lineOf(place) })),
    deliverables: plan.deliverables,
    ...(plan.goal === undefined
      ? {}
      : { goal: { name: plan.goal.name, conditions: plan.goal.conditions.map(conditionJson) } }),
    ...(plan.facts === undefined
      ? {}
      : {
          facts: plan.facts.map(({ name, value, place }) => ({ name, value, line: lineOf(place) })),
        }),
    ...(plan.probes === undefined ? {} : { probes: plan.probes.map(probeJson) }),
    ...(plan.capacities === undefined ? {} : { capacities: plan.capacities }),
    diagnostics: document.diagnostics.map(({ code, severity, message, hint, place, related }) => ({
      code, severity, message, hint, ...position(place),
      related: related.map((each) => ({ message: each.message, ...position(each.place) })),
    })), // prettier-ignore
  }
}

function taskJson(task: Task, names: ReadonlyMap<string, string>): Json {
  const { minimum, maximum } = task.effort ?? { minimum: 0, maximum: 0 }
  return {
    id: task.id,
    key: task.key,
    title: task.title,
    line: lineOf(task.place),
    status: task.status,
    agent: task.agent,
    phase: task.group,
    priority: task.priority,
    needs: task.needs.map((need) => names.get(need) ?? need),
    ...(task.parent === null ? {} : { parent: task.parent }),
    ...(task.effort ? { effort: { minimum, maximum } } : {}),
    ...(task.due === null ? {} : { due: task.due }),
    ...(task.prompt === null ? {} : { prompt: task.prompt }),
    command: task.command,
    ...(task.script === undefined
      ? {}
      : {
          script: {
            language: task.script.language,
            code: task.script.code,
            line: task.script.place?.line ?? null,
          },
        }),
    ...(task.requires === undefined ? {} : { requires: task.requires.map(conditionJson) }),
    ...(task.effects === undefined ? {} : { effects: task.effects.map(conditionJson) }),
    ...(task.outputs.length > 0 ? { outputs: task.outputs } : {}),
    ...(task.report === undefined ? {} : { report: task.report }),
    ...(task.repeat === undefined ? {} : { repeat: task.repeat }),
    ...(task.resources === undefined ? {} : { resources: task.resources }),
    ...(task.retry === undefined ? {} : { retry: { ...task.retry } }),
    ...(task.timeout === undefined ? {} : { timeout: task.timeout }),
    ...(task.compensation === undefined ? {} : { compensation: task.compensation }),
  }
}

function gateJson(
  gate: Gate,
  phases: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): Json {
  return {
    title: gate.title,
    key: gate.key,
    line: lineOf(gate.place),
    phase: phases.get(gate.phase ?? '') ?? null,
    after: gate.after.map((key) => names.get(key) ?? key),
    closing: gate.closing,
    criteria: gate.criteria.map(criterionJson),
  }
}

function criterionJson({ key, text, place, status, check, expect }: Criterion): Json {
  return {
    text,
    key,
    line: lineOf(place),
    status,
    command: commandOf(check)?.command ?? null,
    // A command says it all.
    ...(check === null || check.kind === 'command' ? {} : { check: { ...check } }),
    ...(expect === null ? {} : { expect }),
  }
}

/** Explicit and inferred order of phases, and of groups such as goals that say what they wait for. */
function phaseOrder(plan: Plan): Json {
  const titles = new Map(plan.phases.map((phase) => [phase.key, phase.title]))
  const phases = new Set(titles.values())
  const pairs = plan.phases.flatMap((phase) =>
    phase.needs.map((need) => [phase.title, titles.get(need) ?? need]),
  )
  for (const [group, other] of groupOrder(plan))
    if (!phases.has(group) || !phases.has(other)) pairs.push([group, other])
  return pairs
}

/** Groups order each other through the edges that were inferred from their own dependency texts. */
function groupOrder(plan: Plan): readonly (readonly [string, string])[] {
  const groups = new Map(plan.tasks.map((task) => [task.key, task.group]))
  const found = new Map<string, readonly [string, string]>()
  for (const { group, provenance } of plan.tasks)
    for (const { field, rule, origin, value } of provenance) {
      const other = groups.get(value) ?? null
      if (
        field !== 'needs' ||
        rule !== 'R6' ||
        origin !== 'inferred' ||
        group === null ||
        other === null ||
        group === other
      )
        continue
      found.set(`${group}\n${other}`, [group, other])
    }
  return [...found.values()]
}

function conditionJson({ fact, compare, value, change }: Effect): Json {
  return { fact, compare, value, ...(change === undefined ? {} : { change }) }
}

function probeJson({ fact, check, expectations, place }: Probe): Json {
  return {
    fact,
    check: { ...check },
    expectations: expectations.map((one) => ({ ...one })),
    line: lineOf(place),
  }
}

function lineOf(place: Place | null | undefined): number | null {
  return place?.line ?? null
}

function position({ line, column, endLine, endColumn }: Place): { readonly [name: string]: Json } {
  return { line, column, endLine, endColumn }
}
