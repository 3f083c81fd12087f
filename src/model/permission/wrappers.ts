import type { Word } from './cursor.ts'

// Programs that run the command in their arguments.

interface Transparent {
  /** Options that take the next word. */
  readonly valued: string
  /** Options that stand alone. */
  readonly flags: RegExp
  /** Words of its own after the options. */
  readonly operands: number
}

const attached = '[^\\s]+'
const transparent: Readonly<Record<string, Transparent>> = {
  command: { valued: '', flags: /^-p$/, operands: 0 },
  builtin: { valued: '', flags: /^$/, operands: 0 },
  exec: { valued: '-a', flags: /^-[cl]+$/, operands: 0 },
  nohup: { valued: '', flags: /^$/, operands: 0 },
  setsid: { valued: '', flags: /^-[cfw]+$|^--(?:ctty|fork|wait)$/, operands: 0 },
  time: { valued: '', flags: /^-[pv]+$/, operands: 0 },
  nice: { valued: '-n', flags: /^(?:-n?-?\d+|--adjustment=-?\d+)$/, operands: 0 },
  ionice: { valued: '-c -n', flags: /^-(?:t|[cn]\d)$/, operands: 0 },
  stdbuf: { valued: '-i -o -e', flags: new RegExp(`^-[ioe]${attached}$`), operands: 0 },
  timeout: {
    valued: '-k -s --kill-after --signal',
    flags: new RegExp(
      `^(?:-v|-[ks]${attached}|--(?:preserve-status|foreground|verbose|kill-after=${attached}|signal=${attached}))$`,
    ),
    operands: 1,
  },
  env: {
    valued: '-u --unset',
    flags: /^(?:-|-i|--ignore-environment|-u\w+|--unset=\w+)$/,
    operands: 0,
  },
}

/** Where the command begins that a harmless wrapper runs unchanged, such as 2 for `timeout 60 npm test`; undefined when it is none, or has options that are not known. */
export function commandInside(name: string, words: readonly Word[]): number | undefined {
  const wrapper = Object.hasOwn(transparent, name) ? transparent[name] : undefined
  if (!wrapper) return undefined
  let at = 1
  for (; at < words.length; at++) {
    const word = words[at]
    if (!word?.known) return undefined
    if (word.text === '--') break
    if (name === 'env' && /^[A-Za-z_]\w*=/.test(word.text)) continue
    if (!word.text.startsWith('-')) break
    if (wrapper.valued.split(' ').includes(word.text) && words[at + 1]?.known) at++
    else if (!wrapper.flags.test(word.text)) return undefined
  }
  if (words[at]?.text === '--') at++
  if (name === 'env') while (/^[A-Za-z_]\w*=/.test(words[at]?.text ?? '')) at++
  at += wrapper.operands
  return words.slice(1, at).every((word) => word.known) ? at : undefined
}

const opaque: ReadonlySet<string> = new Set(
  (
    'sudo doas su pkexec runuser xargs parallel npx bunx pnpx uvx pipx watch entr flock strace ltrace script unshare ' +
    'nsenter chroot systemd-run caffeinate busybox toybox dotenv dotenvx cross-env cross-env-shell concurrently ' +
    'run-s run-p npm-run-all wait-on start-server-and-test nodemon firejail bwrap proot fakeroot faketime taskset chrt ' +
    'daemonize setarch rlwrap unbuffer expect gdb valgrind perf hyperfine ssh direnv nix nix-shell ' +
    'at batch multitime retry chronic ts moreutils-parallel ifne'
  ).split(' '),
)
/** Those with a word of their own before the command. */
const ownOperand: ReadonlySet<string> = new Set(
  'timeout flock taskset chroot chrt setarch faketime ssh su script direnv'.split(' '),
)
const opaqueSubcommands: Readonly<Record<string, RegExp>> = {
  npm: /^(?:exec|x)$/,
  pnpm: /^(?:exec|dlx)$/,
  yarn: /^(?:exec|dlx)$/,
  bun: /^x$/,
  poetry: /^run$/,
  uv: /^(?:run|tool)$/,
  pipenv: /^run$/,
  bundle: /^exec$/,
  mise: /^(?:exec|x)$/,
  asdf: /^exec$/,
}

/**
 * Where commands may begin that a program runs in its own way: after each of its options, since one may take the next word,
 * up to its first operand. Empty for a program that runs none.
 */
export function commandsPerhapsInside(name: string, words: readonly Word[]): readonly number[] {
  if (ownOperand.has(name)) {
    const own = operandsFrom(words, 1)
    return [...own, ...operandsFrom(words, (own.at(-1) ?? words.length) + 1)]
  }
  if (Object.hasOwn(transparent, name) || opaque.has(name)) return operandsFrom(words, 1)
  const subcommand = Object.hasOwn(opaqueSubcommands, name) ? opaqueSubcommands[name] : undefined
  if (!subcommand) return []
  const at = operandsFrom(words, 1).find((index) => subcommand.test(words[index]?.text ?? ''))
  return at === undefined ? [] : operandsFrom(words, at + 1)
}

/** Whether a word of the program's arguments is a script for a shell: that of `watch 'a; b'` or `npx -c 'a; b'`. */
export function isShellText(name: string, words: readonly Word[], at: number): boolean {
  if (!/\s/.test(words[at]?.text ?? '')) return false
  if (takesTexts.has(name)) return true
  const runs = opaque.has(name) || Object.hasOwn(opaqueSubcommands, name)
  return runs && /^(?:-c|--call|--command|--exec|-x)$/.test(words[at - 1]?.text ?? '')
}

const takesTexts: ReadonlySet<string> = new Set(
  (
    'watch parallel concurrently run-s run-p npm-run-all start-server-and-test hyperfine cross-env-shell ' +
    'su script flock nodemon entr expect ssh env retry rlwrap nix-shell'
  ).split(' '),
)

/** The positions that may be the first operand: one that follows an option may be its value, so the next may be too. */
export function operandsFrom(words: readonly Word[], from: number): readonly number[] {
  const result: number[] = []
  for (let at = from; at < words.length; at++) {
    const text = words[at]?.text ?? ''
    if (isOption(text)) continue
    result.push(at)
    if (at === from || !isOption(words[at - 1]?.text ?? '')) break
  }
  return result
}

function isOption(text: string): boolean {
  return /^-.|^[A-Za-z_]\w*=/.test(text)
}
