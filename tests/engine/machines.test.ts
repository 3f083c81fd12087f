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

test.each(machines)('a final state of a $name takes no event', ({ machine, life }) => {
  const events = Object.values(machine.states).flatMap(({ on }) => Object.keys(on))
  const finals = Object.entries(machine.states).filter(([, { type }]) => type === 'final')
  expect(finals.length).toBeGreaterThan(1)
  for (const [name] of finals)
    for (const event of new Set(events)) expect(life.step(name as never, event as never)).toBe(null)
})
