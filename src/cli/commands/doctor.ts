import type { Condition } from '../../index.ts'
import { exits, worst, type Exit } from '../exit.ts'
import type { StateOption } from '../flags.ts'
import { styleFor, type Io, type Style } from '../io.ts'
import { workspaceOf } from '../journal.ts'
import { visible, visibleLine } from '../visible.ts'

/** `goap doctor`: whether all is in order here, and what to do. Writes nothing. */
export async function doctorCommand(
  io: Io,
  flags: StateOption & { readonly json?: boolean },
): Promise<Exit> {
  const { examine } = await import('../../workspace/index.ts')
  const workspace = await workspaceOf(io, flags)
  const { folder, environment } = io
  const path = environment['PATH'] ?? ''
  const found = [...(await examine(workspace, { folder, path, environment })), terminal(io)]
  const style = styleFor(io.stdout, io.environment)
  for (const one of found)
    io.stdout.write(
      flags.json
        ? `${JSON.stringify({ schema: 'goap/doctor@1', ...one, concern: one.concern ?? null })}\n`
        : `${lines(one, style).join('\n')}\n`,
    )
  if (!flags.json) io.stdout.write(`\n${verdict(found)}\n`)
  return worst(...found.map(({ concern }) => (concern === undefined ? exits.done : codes[concern])))
}

const codes = { use: exits.usage, documents: exits.documents, waiting: exits.waiting } as const

const signs = { ok: '✓', note: '○', warning: '!', error: '✗' } as const
const colours = { ok: 'green', note: 'cyan', warning: 'yellow', error: 'red' } as const

function lines({ subject, level, says, advice }: Condition, style: Style): string[] {
  const head = `${style(colours[level], signs[level])} ${style('bold', subject.padEnd(13))}  ${visibleLine(says)}`
  return advice === null ? [head] : [head, `                 → ${visible(advice)}`]
}

function verdict(found: readonly Condition[]): string {
  const count = (level: Condition['level']): number =>
    found.filter((one) => one.level === level).length
  const [errors, warnings] = [count('error'), count('warning')]
  if (errors + warnings === 0) return 'Nothing is wrong.'
  return `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`
}

/** What the terminal can show. */
function terminal({ stdout, stdin, environment }: Io): Condition {
  const { LC_ALL: all, LC_CTYPE: type, LANG: lang } = environment
  const isUtf8 = /utf-?8/i.test(all || type || lang || '')
  if (stdout.isTTY !== true)
    return { subject: 'terminal', level: 'ok', says: 'the output is no terminal: plain lines', advice: null } // prettier-ignore
  const colour = styleFor(stdout, environment)('bold', 'x') === 'x' ? 'no colours' : 'colours'
  const asks = stdin.isTTY === true ? '' : ', the input is none: nobody is asked'
  const says = `${stdout.columns ?? 80} columns, ${colour}${asks}`
  return isUtf8
    ? { subject: 'terminal', level: 'ok', says: `${says}, UTF-8`, advice: null }
    : { subject: 'terminal', level: 'note', says: `${says}; the locale does not say UTF-8`, advice: 'set LANG to a UTF-8 locale such as C.UTF-8 when signs look wrong' } // prettier-ignore
}
