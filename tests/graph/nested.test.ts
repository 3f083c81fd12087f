import { expect, test } from 'vitest'
import { read } from '../../src/documents/index.ts'
import { graph, schedule, type TaskGraph } from '../../src/graph/index.ts'
import { phase, plan, task } from '../engine/plans.ts'

/** When each task would start, in the steps of tasks that take as long as each other. */
function steps(built: TaskGraph): Record<string, number> {
  const { items } = schedule(built, { duration: () => 1 })
  return Object.fromEntries(
    items.flatMap(({ key, start }) => {
      const node = built.nodes[built.position.get(key) ?? -1]
      return node?.task ? [[node.task.key, start]] : []
    }),
  )
}

const written = (...lines: readonly string[]): TaskGraph =>
  graph(read(lines.join('\n'), 'plan.md').plan)
const two = ['- [ ] A1: Compile the server', '- [ ] A2: Compile the client'] as const
const more = ['- [ ] B1: Write the docs', '- [ ] B2: Write the site'] as const

test('a task is run by the innermost phase, whose mode counts and whose end the next one awaits', () => {
  const built = written('## Phase 1: Build', '### Step A (parallel)', ...two, '### Step B', ...more)
  expect(steps(built)).toEqual({ a1: 0, a2: 0, b1: 1, b2: 2 })
})

test('phases in a parallel one run beside each other, and so do their tasks', () => {
  const built = written('## Phase 1: Build (parallel)', '### Step A', ...two, '### Step B', ...more)
  expect(steps(built)).toEqual({ a1: 0, a2: 0, b1: 0, b2: 0 })
})

test('what is said of a phase in a parallel one stands: it waits for what it needs', () => {
  const built = written(
    '## Phase 1: Build (parallel)',
    '### Phase 1A: Compile',
    ...two,
    '### Phase 1B: Docs',
    '**Dependencies**: Phase 1A',
    ...more,
  )
  expect(steps(built)).toEqual({ a1: 0, a2: 0, b1: 1, b2: 1 })
})

test('a sequential phase runs the parallel one in it as that says', () => {
  const built = written(
    '## Phase 1: Build (sequential)',
    '### Step A (parallel)',
    ...two,
    '### Step B',
    ...more,
  )
  expect(steps(built)).toEqual({ a1: 0, a2: 0, b1: 1, b2: 2 })
})

test('a phase that waits for the one around it, or for one in it, waits for neither', () => {
  const built = graph(
    plan([task('a'), task('b')], {
      phases: [
        phase('outer', ['a', 'b'], { needs: ['inner'] }),
        phase('inner', ['a'], { needs: ['outer'] }),
      ],
    }),
  )
  expect(built.cycles).toEqual([])
  expect(built.yielded).toEqual([])
  expect(built.edges.map(({ from, to }) => `${from} ${to}`.replaceAll('plan.md#', ''))).toContain(
    'phase/inner:end phase/outer:end',
  )
})

test('of phases that only overlap the first runs what both list', () => {
  const phases = [phase('wide', ['a', 'b', 'c']), phase('other', ['c', 'd'], { needs: ['wide'] })]
  const built = graph(
    plan(
      ['a', 'b', 'c', 'd'].map((key) => task(key)),
      { phases },
    ),
  )
  expect(steps(built)).toEqual({ a: 0, b: 0, c: 0, d: 1 })
})
