import { assignmentDanger } from './assignments.ts'
import type { ParsedCommand, Redirection, Word } from './cursor.ts'
import { protectedDanger, writeDanger } from './paths.ts'
import { rulesBroken, type Danger } from './rules.ts'

/** Only a pattern that is the whole script allows it. */
const exactly = Infinity

/** What is dangerous in a command itself, not in what it runs in turn. `away`: the script has left its folder. */
export function dangersOf(command: ParsedCommand, away: boolean): readonly Danger[] {
  const [first] = command.words
  if (!first) return []
  if (!first.known || first.open)
    return [{ reason: `its program is known only when it runs (${first.text})`, names: exactly }]
  if (!/^[\x21-\x7e]+$/.test(first.text))
    return [{ reason: `its program has an unusual name (${first.text})`, names: exactly }]
  const name = programName(first)
  return [
    ...rulesBroken(name, command.words),
    ...(Object.hasOwn(special, name) ? (special[name]?.(command, away) ?? []) : []),
    ...feeding(name, command),
  ]
}

/** The name of the program without its folder, in small letters: some file systems take `RM` for `rm`. */
export function programName(word: Word | undefined): string {
  return (word?.text.split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/\.(?:exe|cmd|bat)$/, '')
}

/** Assignments that are dangerous, as text to be named. */
export function dangerousAssignments(
  words: readonly Word[],
): readonly { readonly text: string; readonly reason: string }[] {
  return words.flatMap(({ text }) => {
    const reason = assignmentDanger(text)
    return reason === null ? [] : [{ text, reason }]
  })
}

/** Redirections that are dangerous, as text to be named. */
export function dangerousRedirections(
  redirections: readonly Redirection[],
  away: boolean,
): readonly { readonly text: string; readonly reason: string }[] {
  return redirections.flatMap(({ kind, target }) => {
    const net = /^\/dev\/(?:tcp|udp)\//.test(target.text) ? 'opens a connection' : null
    const reason = net ?? (kind === 'write' ? writeDanger(target, away) : null)
    return reason === null ? [] : [{ text: target.text, reason }]
  })
}

export const shells: ReadonlySet<string> = new Set(
  'sh bash dash zsh ksh mksh ash fish csh tcsh rbash'.split(' '),
)
const interpreters =
  /^(?:python[\d.]*|pypy[\d.]*|node|nodejs|deno|bun|tsx|ts-node|perl|ruby|php|lua|luajit|tclsh|rscript|julia|groovy|elixir|irb|guile|racket|swift|scala)$/

/** Options after which an interpreter takes code instead of a file. */
const inlineOption = /^(?:-[A-Za-z]*[ceErp]|--(?:eval|print|command|execute)(?:=.*)?|eval)$/s

/** Why a command's arguments are code that goap does not read, or null. */
export function inlineCode(command: ParsedCommand): string | null {
  const name = programName(command.words[0])
  if (!interpreters.test(name)) return null
  return codeOf(command.words) === undefined ? null : `code in the arguments of ${name}`
}

function codeOf(words: readonly Word[]): Word | undefined {
  const at = words.findIndex((word, index) => index > 0 && inlineOption.test(word.text))
  const before = words.slice(1, at).every((word) => word.text.startsWith('-'))
  if (at < 0 || !before) return undefined
  return words[at]?.text.includes('=') ? words[at] : words[at + 1]
}

const destructive =
  /rm\s+-\w*[rf]|rmtree|rmSync|rmdirSync|unlinkSync|rimraf|os\.(?:remove|system|popen|unlink)|subprocess|child_process|\b(?:system|exec|execSync|spawn|popen)\s*\(|Deno\.(?:run|Command|remove)|shell_exec|`/

/** An interpreter that reads its program from a pipe or a file, or gets code that destroys or starts something. */
function feeding(name: string, command: ParsedCommand): Danger[] {
  const isShell = shells.has(name)
  if (!isShell && !interpreters.test(name)) return []
  const rest = command.words.slice(1)
  const script = rest.find((word) => !/^[-+]./.test(word.text))
  const code = isShell ? undefined : codeOf(command.words)
  if (code && (code.open || destructive.test(code.text)))
    return [{ reason: `${name} runs code that may destroy something`, names: exactly }]
  if (
    code ||
    rest.some((word) => /^-(?:[a-z]*c|m|-version|[vVh]|-help|-test|-check)$/.test(word.text))
  )
    return []
  if (rest.some((word) => word.open) && (!script || script.open))
    return [{ reason: `${name} runs a file that is known only when it runs`, names: exactly }]
  const reads =
    !script ||
    script.text === '-' ||
    /^\/(?:dev|proc)\//.test(script.text) ||
    rest.some((word) => word.text === '-s')
  return reads && command.fed
    ? [{ reason: `${name} runs what is piped into it`, names: exactly }]
    : []
}

type Special = (command: ParsedCommand, away: boolean) => Danger[]

const special: Readonly<Record<string, Special>> = {
  source: sourced,
  '.': sourced,
  git: (command) => gitSettings(command.words),
  find: (command) => finding(command.words),
  fd: (command) => finding(command.words),
  tee: (command, away) => written(command.words, (word) => writeDanger(word, away)),
  touch: (command) => written(command.words, protectedDanger),
  mkdir: (command) => written(command.words, protectedDanger),
  mv: (command) => written(command.words, protectedDanger),
  ln: (command) => written(command.words, protectedDanger),
  rm: (command) => written(command.words, protectedDanger),
  rmdir: (command) => written(command.words, protectedDanger),
  cp: (command) => copied(command.words),
  install: (command) => copied(command.words),
  rsync: (command) => copied(command.words),
  tar: (command) => optionTarget(command.words, '-C'),
  unzip: (command) => optionTarget(command.words, '-d'),
  curl: (command) => optionTarget(command.words, '-o'),
  wget: (command) => [...optionTarget(command.words, '-O'), ...optionTarget(command.words, '-P')],
  set: (command) => settings(command.words),
  test: subscripts,
  '[': subscripts,
  '[[': subscripts,
  ...Object.fromEntries(
    'let declare typeset local readonly export unset read printf mapfile readarray wait getopts'
      .split(' ')
      .map((name) => [name, subscripts]),
  ),
}

function sourced({ words: [, file] }: ParsedCommand): Danger[] {
  const bad = file && (!file.known || file.open || /^\/(?:dev|proc)\/|:\/\//.test(file.text))
  return bad ? [{ reason: `takes commands from ${file.text}`, names: exactly }] : []
}

const harmlessSettings =
  /^(?:user\.(?:name|email)|advice\..*|color\..*|core\.(?:quotepath|autocrlf|safecrlf|longpaths|abbrev)|safe\.directory|init\.defaultbranch|commit\.gpgsign|tag\.gpgsign|log\..*|diff\.(?:renames|noprefix)|push\.default|pull\.rebase)=/i

function gitSettings(words: readonly Word[]): Danger[] {
  for (let at = 1; words[at]?.text.startsWith('-'); at++) {
    const option = words[at]?.text ?? ''
    const value = option === '-c' ? words[at + 1] : undefined
    if (value && !(value.known && harmlessSettings.test(value.text)))
      return [{ reason: 'git gets a setting that may run a program', names: at + 2 }]
    if (/^(?:-[cC]|--git-dir|--work-tree|--namespace)$/.test(option)) at++
  }
  return []
}

/** `find … -exec rm` needs no option to be dangerous: what it finds may be all. */
function finding(words: readonly Word[]): Danger[] {
  const at = words.findIndex(
    (word, index) => /^(?:rm|rmdir|mv|unlink)$/.test(programName(word)) && isExec(words[index - 1]),
  )
  return at < 0 ? [] : [{ reason: 'deletes or moves what it finds', names: at + 1 }]
}

/** Whether the words after this one are a command that find runs. */
export function isExec(word: Word | undefined): boolean {
  return /^(?:-(?:exec|execdir|ok|okdir)|-[xX]|--exec(?:-batch)?)$/.test(word?.text ?? '')
}

function written(words: readonly Word[], check: (word: Word) => string | null): Danger[] {
  return words.flatMap((word, at) => {
    const reason = at === 0 || word.text.startsWith('-') ? null : check(word)
    return reason === null ? [] : [{ reason, names: at + 1 }]
  })
}

/** Of a copy only the place it goes to matters: the last word, or what `-t` names. */
function copied(words: readonly Word[]): Danger[] {
  const target = words.length - 1
  return [
    ...written(words, (word) => (word === words[target] ? protectedDanger(word) : null)),
    ...optionTarget(words, '-t'),
    ...optionTarget(words, '--target-directory'),
  ]
}

function optionTarget(words: readonly Word[], option: string): Danger[] {
  return words.flatMap((word, at) => {
    const next = word.text === option ? words[at + 1] : undefined
    const joined = word.text.startsWith(option) && word.text !== option ? word : undefined
    const path = joined
      ? { ...joined, text: joined.text.slice(option.length).replace(/^=/, '') }
      : next
    const reason = path && path.text !== '-' ? protectedDanger(path) : null
    return reason === null ? [] : [{ reason, names: at + (joined ? 1 : 2) }]
  })
}

/** `set` with words gives the script new arguments; with options it is harmless. */
function settings(words: readonly Word[]): Danger[] {
  const odd = words.slice(1).some((word) => word.open)
  return odd ? [{ reason: 'sets options that are known only when it runs', names: exactly }] : []
}

/** These builtins take `name[subscript]`, and run the substitutions in the subscript even when quotes kept them from the shell. */
function subscripts({ words }: ParsedCommand): Danger[] {
  const name = words[0]?.text ?? ''
  const hidden = words.some((word) => word.text.includes('[') && /\$\(|`/.test(word.text))
  const open =
    /^\[?\[$|^test$/.test(name) &&
    words.some((word, at) => words[at - 1]?.text === '-v' && !word.known)
  return hidden || open
    ? [{ reason: `${name} may run a command in a subscript`, names: exactly }]
    : []
}
