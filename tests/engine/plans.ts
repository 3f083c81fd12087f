import type { Criterion, Gate, Phase, Plan, Task } from '../../src/model/index.ts'

/** A task without anything but a key, and what is given. */
export function task(key: string, fields: Partial<Task> = {}): Task {
  return {
    key,
    id: key,
    title: `Task ${key}`,
    place: null,
    status: null,
    agent: null,
    phase: null,
    group: null,
    parent: null,
    priority: null,
    needs: [],
    externals: [],
    command: `run ${key}`,
    commandPlace: null,
    prompt: null,
    effort: null,
    due: null,
    outputs: [],
    provenance: [],
    ...fields,
  }
}

/** A phase of these tasks. */
export function phase(key: string, tasks: readonly string[], fields: Partial<Phase> = {}): Phase {
  return {
    key,
    title: `Phase ${key}`,
    place: null,
    mode: 'parallel',
    status: null,
    agent: null,
    needs: [],
    tasks,
    provenance: [],
    ...fields,
  }
}

/** A gate whose criteria run these commands. */
export function gate(key: string, commands: readonly string[], fields: Partial<Gate> = {}): Gate {
  return {
    key,
    title: `Gate ${key}`,
    place: null,
    phase: null,
    after: [],
    closing: false,
    criteria: commands.map((command) => criterion(command)),
    ...fields,
  }
}

/** A criterion with a command. */
export function criterion(command: string | null, text = String(command)): Criterion {
  return {
    key: text,
    text,
    place: null,
    status: null,
    check: command === null ? null : { kind: 'command', command, runnable: true },
    expectations: [],
    expect: null,
  }
}

/** A plan of these tasks. */
export function plan(tasks: readonly Task[], fields: Partial<Plan> = {}): Plan {
  return {
    document: 'plan.md',
    title: 'Plan',
    strategy: null,
    tasks,
    phases: [],
    gates: [],
    contingencies: [],
    agents: [],
    metrics: [],
    risks: [],
    deliverables: [],
    ...fields,
  }
}
