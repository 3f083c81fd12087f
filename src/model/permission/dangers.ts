import { assignmentDanger } from './assignments.ts'
import type { ParsedCommand, Redirection, Word } from './cursor.ts'
import { interpreted } from './interpreters.ts'
import { writeDanger } from './paths.ts'
import { programName } from './program.ts'
import { rulesBroken, type Danger } from './rules.ts'
import { targetsOf } from './targets.ts'

/** Only a pattern that is the whole script allows it. */
const exactly = Infinity

/** Something dangerous beside the words of a command, with the text that a pattern must hold. */
export interface NamedDanger {
  readonly text: string
  readonly reason: string
}

/** What is dangerous in a command itself, not in what it runs in turn. `away`: the script has left its folder. */
export function dangersOf(command: ParsedCommand, away: boolean): readonly Danger[] {
  const [first] = command.words
  if (!first) return []
  if (!first.known || first.text.includes('{}'))
    return [{ reason: `its program is known only when it runs (${first.text})`, names: exactly }]
  if (!usualName.test(first.text))
    return [{ reason: `its program has an unusual name (${first.text})`, names: exactly }]
  const name = programName(first)
  return [
    ...rulesBroken(name, command.words),
    ...targetsOf(name, command, away),
    ...interpreted(name, command),
    ...builtins(name, command.words),
  ]
}

const usualName = /^(?=.*[A-Za-z0-9_])[!-<>-~]+$|^(?:\.|:|\[|\[\[)$/

/** Assignments that are dangerous. */
export function dangerousAssignments(words: readonly Word[]): readonly NamedDanger[] {
  return words.flatMap(({ text }) => {
    const reason = assignmentDanger(text)
    return reason === null ? [] : [{ text, reason }]
  })
}

/** Redirections that are dangerous. */
export function dangerousRedirections(
  redirections: readonly Redirection[],
  away: boolean,
): readonly NamedDanger[] {
  return redirections.flatMap(({ kind, target }) => {
    if (kind === 'text') return []
    const net = /^\/dev\/(?:tcp|udp)\//.test(target.text) ? 'opens a connection' : null
    const reason = net ?? (kind === 'write' ? writeDanger(target, away) : null)
    return reason === null ? [] : [{ text: target.text, reason }]
  })
}

function builtins(name: string, words: readonly Word[]): readonly Danger[] {
  switch (name) {
    case 'source':
    case '.':
      return sourced(words)
    case 'git':
      return gitSettings(words)
    case 'find':
    case 'fd':
      return finding(words)
    case 'export':
    case 'declare':
    case 'typeset':
    case 'local':
    case 'readonly':
      return [...exported(words), ...subscripts(name, words)]
    default:
      return takesSubscripts.test(name) ? subscripts(name, words) : []
  }
}

function sourced([, file]: readonly Word[]): Danger[] {
  const bad = file && (!file.known || /^\/(?:dev|proc)\/|:\/\//.test(file.text))
  return bad ? [{ reason: `takes commands from ${file.text}`, names: exactly }] : []
}

const harmlessSettings =
  /^(?:user\.(?:name|email)|advice\..*|color\..*|core\.(?:quotepath|autocrlf|safecrlf|longpaths|abbrev)|safe\.directory|init\.defaultbranch|commit\.gpgsign|tag\.gpgsign|log\..*|diff\.(?:renames|noprefix)|push\.default|pull\.rebase)=/i

function gitSettings(words: readonly Word[]): Danger[] {
  for (let at = 1; /^-./.test(words[at]?.text ?? ''); at++) {
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
    (_, index) =>
      /^(?:rm|rmdir|mv|unlink)$/.test(programName(words[index])) && isExec(words[index - 1]),
  )
  return at < 0 ? [] : [{ reason: 'deletes or moves what it finds', names: at + 1 }]
}

/** Whether the words after this one are a command that `find` or `fd` runs. */
export function isExec(word: Word | undefined): boolean {
  return /^(?:-(?:exec|execdir|ok|okdir)|-[xX]|--exec(?:-batch)?)$/.test(word?.text ?? '')
}

function exported(words: readonly Word[]): Danger[] {
  return words.flatMap((word, at) => {
    const reason = assignmentDanger(word.text)
    return reason === null ? [] : [{ reason, names: at + 1 }]
  })
}

const takesSubscripts = /^(?:let|unset|read|printf|mapfile|readarray|wait|getopts|test|\[\[?)$/

/** These builtins take `name[subscript]`, and run the substitutions in the subscript even when quotes kept them from the shell. */
function subscripts(name: string, words: readonly Word[]): Danger[] {
  const hidden = words.some((word) => word.text.includes('[') && /\$\(|`/.test(word.text))
  const tests = /^(?:test|\[\[?)$/.test(name)
  const open = tests && words.some((word, at) => words[at - 1]?.text === '-v' && !word.known)
  return hidden || open
    ? [{ reason: `${name} may run a command in a subscript`, names: exactly }]
    : []
}
