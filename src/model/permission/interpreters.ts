import type { ParsedCommand, Word } from './cursor.ts'
import { programName } from './program.ts'
import type { Danger } from './rules.ts'

export const shells: ReadonlySet<string> = new Set(
  'sh bash dash zsh ksh mksh ash fish csh tcsh rbash'.split(' '),
)

/** Programs that run code, and the options after which it stands in their arguments. */
const languages: readonly (readonly [program: RegExp, inline: RegExp])[] = [
  [/^(?:node|nodejs|tsx|ts-node|bun)$/, /^(?:-[a-z]*[ep]|--eval|--print)(?:=|$)/],
  [/^deno$/, /^eval$/],
  [/^(?:python|pypy)[\d.]*$/, /^-[A-Za-z]*c/],
  [/^(?:perl|ruby)[\d.]*$/, /^-[A-Za-z0-9]*[eE]/],
  [/^php[\d.]*$/, /^-[rBRE]/],
  [/^(?:lua[\d.]*|luajit|tclsh|rscript|julia|groovy|elixir|irb|guile|racket|swift|scala)$/, /^-e/],
]

/** Options that take the next word, so that it is not the file to run. */
const valued =
  /^(?:[-+][A-Za-z]*[oO]|--(?:rcfile|init-file|require|import|loader|experimental-loader|conditions|env-file|config)|-[XWQrIC])$/

/** Why a command holds code that goap does not read, or null. */
export function inlineCode(command: ParsedCommand): string | null {
  const name = programName(command.words[0])
  return codeOf(name, command) === undefined ? null : `code in the arguments of ${name}`
}

/** An interpreter that reads its program from a pipe or a file, or gets code that destroys or starts something. */
export function interpreted(name: string, command: ParsedCommand): readonly Danger[] {
  if (!shells.has(name) && !inlineOf(name)) return []
  const reason = shells.has(name)
    ? reading(name, command)
    : (codeDanger(name, command) ?? reading(name, command))
  return reason === null ? [] : [{ reason, names: Infinity }]
}

function inlineOf(name: string): RegExp | undefined {
  return languages.find(([program]) => program.test(name))?.[1]
}

/** The words that hold code: the option itself and the one after it, or a text of the script that is fed to it. */
function codeOf(name: string, command: ParsedCommand): readonly Word[] | undefined {
  const inline = inlineOf(name)
  if (!inline) return undefined
  const { words } = command
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? ''
    if (inline.test(text)) return words.slice(at, at + 2)
    if (!text.startsWith('-')) break
    if (valued.test(text)) at++
  }
  const texts = command.redirections.filter((one) => one.kind === 'text').map((one) => one.target)
  return texts.length > 0 && scriptOf(words) === undefined ? texts : undefined
}

const destructive =
  /rm\s+-\w*[rf]|rmtree|rmSync|rmdirSync|unlinkSync|rimraf|os\.(?:remove|system|popen|unlink)|subprocess|child_process|\b(?:system|exec|execSync|spawn|popen)\s*\(|Deno\.(?:run|Command|remove)|shell_exec|`/

function codeDanger(name: string, command: ParsedCommand): string | null {
  const code = codeOf(name, command) ?? []
  if (code.some((word) => destructive.test(word.text)))
    return `${name} gets code that starts a program or deletes files`
  return code.some((word) => word.open) ? `${name} gets code that is known only when it runs` : null
}

/** Where it takes its program from when that is not a file of the workspace. */
function reading(name: string, command: ParsedCommand): string | null {
  const { words } = command
  if (codeOf(name, command) !== undefined) return null
  const file = scriptOf(words)
  if (file && words[file.at]?.open) return `${name} runs a file that is known only when it runs`
  if (file && /:\/\//.test(file.text)) return `${name} runs what it fetches from the net`
  const options = words.slice(1, file?.at ?? words.length)
  if (options.some((word) => word.open))
    return `${name} gets options that are known only when it runs`
  if (shells.has(name) && options.some((word) => /^-[A-Za-z]*c/.test(word.text))) return null
  if (file && !/^\/(?:dev|proc)\//.test(file.text)) return null
  if (options.some((word) => tells.test(word.text))) return null
  return command.fed ? `${name} runs what is piped into it` : null
}

/** Options after which no program is read. */
const tells = /^(?:-[vVh]|--version|--help|--test|--check|-m)$/

/** The file that an interpreter runs, undefined when there is none and it reads its input. */
function scriptOf(
  words: readonly Word[],
): { readonly at: number; readonly text: string } | undefined {
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? ''
    if (text === '-' || /^-[A-Za-z]*s$/.test(text)) return undefined
    if (text === 'run' || text === '--') continue
    if (!/^[-+]./.test(text)) return { at, text }
    if (valued.test(text)) at++
  }
  return undefined
}
