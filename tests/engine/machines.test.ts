import { expect, test } from 'vitest'
import { getShortestPaths } from 'xstate/graph'
import { gateLife, gateMachine } from '../../src/engine/gate.machine.ts'
import { phaseLife, phaseMachine } from '../../src/engine/phase.machine.ts'
import { runLife, runMachine } from '../../src/engine/run.machine.ts'
import { taskLife, taskMachine } from '../../src/engine/task.machine.ts'

const machines = [
  { name: 'task', machine: taskMachine, life: taskLife },
  { name: 'gate', machine: gateMachine, life: gateLife },
  { name: 'phase', machine: phaseMachine, life: phaseLife },
  { name: 'run', machine: runMachine, life: runLife },
]

test.each(machines)(
  'every state of a $name is reached, and the life cycle gives what the machine gives',
  ({ machine, life }) => {
    const paths = getShortestPaths(machine)
    expect(paths.map(({ state }) => state.value).toSorted()).toEqual(
      Object.keys(machine.states).toSorted(),
    )
    for (const { steps, state } of paths) {
      let reached: string = life.initial
      for (const { event } of steps)
        if (!event.type.startsWith('xstate.'))
          reached = life.step(reached as never, event.type as never)?.life ?? 'nowhere'
      expect(reached).toBe(state.value)
    }
  },
)

const again = new Set(['reopen', 'await', 'waive'])
const ended = [
  {
    name: 'task',
    life: taskLife,
    states: ['succeeded', 'failed', 'cancelled', 'skipped', 'stood'],
  },
  {
    name: 'gate',
    life: gateLife,
    states: ['passed', 'failed', 'insufficient', 'skipped', 'waived'],
  },
  { name: 'phase', life: phaseLife, states: ['succeeded', 'failed', 'skipped'] },
  { name: 'run', life: runLife, states: ['succeeded', 'failed', 'cancelled'] },
]

test.each(ended)(
  'a $name that has ended takes only what opens it again',
  ({ name, life, states }) => {
    const { machine } = machines.find((one) => one.name === name) ?? {}
    const events = new Set(
      Object.values(machine?.states ?? {}).flatMap(({ on }) => Object.keys(on)),
    )
    const others = [...events].filter((event) => !again.has(event))
    const taken = states.flatMap((state) => others.filter((event) => life.step(state as never, event as never) !== null).map((event) => `${state} ${event}`)) // prettier-ignore
    expect(others).not.toEqual([])
    expect(taken).toEqual([])
  },
)
