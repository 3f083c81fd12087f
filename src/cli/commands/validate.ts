import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { file, readTask } from '../planner/pddl-files.ts'
import { visibleLine } from '../visible.ts'

/** `goap validate DOMAIN PROBLEM PLAN`: whether a plan can be carried out and reaches the goal. */
export async function validateCommand(
  io: Io,
  { domain, problem, plan: name }: Readonly<Record<'domain' | 'problem' | 'plan', string>>,
  flags: { readonly json?: boolean },
): Promise<Exit> {
  const { task, code } = await readTask(io, { domain, problem })
  if (task === null) return code
  const { readPlanFile, validatePlan } = await import('../../planner/index.ts')
  const { steps } = readPlanFile(await file(io, name))
  const { valid, cost, failure } = validatePlan(task, steps)
  const at =
    failure?.step === null || failure === null ? null : (steps[failure.step]?.place ?? null)
  if (flags.json) {
    const told = failure && {
      kind: failure.kind,
      step: failure.step === null ? null : failure.step + 1,
      line: at?.line ?? null,
      condition: failure.condition,
      message: failure.message,
    }
    io.stdout.write(
      `${JSON.stringify({ schema: 'goap/validated@1', valid, cost, steps: steps.length, failure: told })}\n`,
    )
  } else {
    const style = styleFor(io.stdout, io.environment)
    const count = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`
    const place = at ? `${name}:${at.line}:${at.column}` : name
    io.stdout.write(
      failure
        ? `${style('red', 'invalid')}  ${visibleLine(`${place}: ${failure.message}`)}\n`
        : `${style('green', 'valid')}  ${count}, cost ${cost}\n`,
    )
  }
  return valid ? exits.done : exits.failed
}
