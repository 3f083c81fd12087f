import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { read } from '../../src/documents/index.ts'
import { decidePermission, type Plan } from '../../src/model/index.ts'

const { permissions } = z
  .object({ permissions: z.object({ allow: z.array(z.string()) }) })
  .parse(JSON.parse(readFileSync('goap.config.json', 'utf8')))
const allow = permissions.allow.map((pattern) => ({ pattern, source: 'goap.config.json' }))

const plans = globSync('plans/*.md')
  .toSorted()
  .map((file) => [file, read(readFileSync(file), file)] as const)

test('there are at least four plans', () => {
  expect(plans.length).toBeGreaterThanOrEqual(4)
})

test.each(plans)(
  '%s has tasks, phases and a gate that measures, and no error',
  (_file, document) => {
    const { plan, diagnostics } = document
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(plan.phases.length).toBeGreaterThanOrEqual(2)
    expect(
      plan.gates.flatMap(({ criteria }) => criteria.flatMap((one) => one.check ?? [])),
    ).not.toEqual([])
  },
)

test.each(plans)('every task of %s can be run without a person', (_file, { plan }) => {
  const idle = plan.tasks.filter(
    ({ command, script, agent }) => command === null && !(script && agent === 'script'),
  )
  expect(idle.map(({ title }) => title)).toEqual([])
})

test.each(plans)('every command of %s is allowed by goap.config.json', (_file, { plan }) => {
  const held = commandsOf(plan)
    .map((command) => decidePermission(command, { allow, deny: [], all: null }))
    .filter(({ allowed }) => !allowed)
  expect(held).toEqual([])
})

test('goap.config.json allows nothing that no plan uses', () => {
  const commands = plans.flatMap(([, { plan }]) => commandsOf(plan))
  const unused = allow.filter(({ pattern }) => {
    const others = allow.filter((one) => one.pattern !== pattern)
    return commands.every(
      (command) => decidePermission(command, { allow: others, deny: [], all: null }).allowed,
    )
  })
  expect(unused).toEqual([])
})

/** Everything that executing a plan would run. */
function commandsOf({ tasks, gates }: Plan): string[] {
  const checks = gates.flatMap(({ criteria }) => criteria.map(({ check }) => check))
  return [
    ...tasks.map(({ command }) => command),
    ...checks.map((check) => (check?.kind === 'command' ? check.command : null)),
  ].filter((command) => command !== null)
}
