import { isAside } from './asides.ts'
import { signsIn, tick } from './signs.ts'
import { part, type Piece } from './text.ts'

const executables = new Set(
  (
    'cargo rustc rustup rustfmt wasm-pack wat2wasm wasmtime npm npx pnpm yarn node deno bun tsc tsx eslint prettier vitest jest mocha ' +
    'playwright cypress biome oxlint oxfmt python python3 pip pip3 pipx uv poetry pytest tox nox ruff black mypy flake8 go gofmt ' +
    'golangci-lint make cmake ninja just task git gh glab docker docker-compose podman kubectl helm terraform ansible ' +
    'ansible-playbook bash sh zsh ls cat grep egrep rg find wc head tail sort uniq test curl wget jq yq sed awk echo printf diff ' +
    'cmp cp mv rm mkdir rmdir touch chmod ln tar zip unzip gzip true false cd export env time timeout which command xargs tee du df ' +
    'ps sleep java javac mvn gradle gradlew ruby bundle rake gem php composer dotnet psql sqlite3 redis-cli mysql mongosh ssh scp ' +
    'rsync openssl actionlint shellcheck shfmt yamllint markdownlint markdownlint-cli2 hadolint trivy gitleaks semgrep codespell ' +
    'lychee pre-commit act k6 wrk hyperfine turso sqlx diesel wrangler aws gcloud az claude goap swift xcodebuild flutter dart mix ' +
    'elixir stack cabal ghc zig nim crystal sbt perl lua ' +
    'basename dirname realpath readlink mktemp printenv shuf chown chgrp sha1sum sha224sum sha256sum sha384sum sha512sum ' +
    'b2sum md5sum cksum od tac dd tsort stdbuf nohup setsid numfmt mkfifo pgrep pkill fgrep gunzip bzip2 nproc uname whoami'
  ).split(' '),
)

/** Programs that are also words of prose or code: only with an argument that is one of a shell. */
const wordlike = new Set(
  (
    'cut tr paste join split csplit comm fold expand nl date id stat kill expr nice truncate base64 xxd hexdump hostname source ' +
    'exec eval ulimit umask'
  ).split(' '),
)

/** An option, a format, a path, a quoted or expanded text. */
const shellArgument = /^(?:-{1,2}[A-Za-z0-9]|\+%|\.{0,2}\/|~\/|["'$]|>>|[\w.-]+\/[\w./*-]+$)/

/** Programs that do something useful without any argument. */
const alone = new Set(
  'make pytest vitest jest just tox nox mypy ruff tsc eslint actionlint rake pre-commit true false'.split(
    ' ',
  ),
)

/** Whether code is a command line: its first word, variables aside, is a known executable or `./path`. */
export function isCommand(code: string): boolean {
  const words = code
    .trim()
    .replace(/^\$\s+/, '')
    .split(/\s+/)
  let index = 0
  while (/^[A-Z_][A-Z0-9_]*=\S*$/.test(words[index] ?? '')) index++
  const first = words[index] ?? ''
  if (/^(?:\.{1,2}|~)?\/?(?:[\w.@-]+\/)+[\w.@-]+$/.test(first) && /^\.{1,2}\//.test(first))
    return !/\.(?:rs|ts|js|md|json|ya?ml|toml|c|h|go|txt)$/.test(first)
  const rest = words.slice(index + 1)
  if (isShellWord(first, rest)) return true
  if (!executables.has(first)) return false
  if (rest.length === 0) return alone.has(first)
  return !/^(?:is|are|was|has|and|or|the|a|for|passes|succeeds|works?)$/.test(rest[0] ?? '')
}

/** `exit 3`, `echo a`, `[ -f x ]`, `! grep -q x y`, `cut -d, -f1 x.csv`. */
function isShellWord(first: string, rest: readonly string[]): boolean {
  const [argument] = rest
  if (argument === undefined) return false
  if (first === 'echo' || first === 'printf') return true
  if (first === 'exit') return /^\d{1,3};?$/.test(argument)
  if (first === 'seq') return /^-?\d|^-[a-z]/.test(argument)
  if (first === '!') return isCommand(rest.join(' '))
  if (first === '[' || first === '[[') {
    const closes = rest.some((word) => /^\]\]?;?$/.test(word))
    return closes && rest.some((word) => /^(?:-[a-zA-Z]{1,2}|=|==|!=|=~)$/.test(word))
  }
  return wordlike.has(first) && shellArgument.test(argument)
}

/** Whether a command could run as it is written: nothing elided, no placeholder. */
export function isRunnable(command: string): boolean {
  return !/(?:^|\s)\.\.\.|…|<[a-zA-Z][\w -]*>|\bXXX+\b|\{\{.*?\}\}|\[(?:name|file|branch|version)\]/.test(
    command,
  )
}

const introduction =
  /^(?:(?:run|runs|running|pass|passes|execute|verify|check|confirm|ensure|command|verified by|via)\s*:?\s+)?(?:that\s+)?/i

/** The command that heads a criterion: "`cargo test` passes", "Run: `make check`" (R11). Null when the text begins with something else. */
export function headingCommand(text: Piece): Piece | null {
  if ((signsIn(text) & tick) === 0) return null
  const lead = introduction.exec(text.text.replace(/^\*\*|^__/, ''))?.[0].length ?? 0
  const found = /^(`+)\s*(.+?)\s*\1(?!`)/.exec(text.text.slice(lead))
  const code = found?.[2]
  if (!found || code === undefined || !isCommand(code)) return null
  const at = lead + found[0].indexOf(code)
  return part(text, at, at + code.length)
}

/** The command that ends a criterion behind its name: "Build passes: `cargo build`". Null for any other. */
export function namedCommand(text: Piece): Piece | null {
  if ((signsIn(text) & tick) === 0) return null
  const found = /^([^`:]{2,60}:\s*)(`+)([^`]+)\2(?:\s*\([^()]*\))?$/.exec(text.text)
  const code = found?.[3]
  if (!found || code === undefined || !isCommand(code)) return null
  const at = (found[1]?.length ?? 0) + (found[2]?.length ?? 0)
  return part(text, at, at + code.length)
}

/** A whole bare cell that is a command: `cargo build --all` in an Evidence column. */
export function bareCommand(text: Piece): Piece | null {
  const ticked = headingCommand(text)
  if (ticked) return ticked
  if (
    text.text.includes('`') ||
    !isCommand(text.text) ||
    /[.!?]$|\s(?:passes|succeeds|shows|returns)\b/.test(text.text)
  )
    return null
  return text
}

/**
 * The command that a task's text is or ends with, behind `:`, a dash or an arrow: "Verify build: `cargo build`" (R13). What is
 * expected may follow an arrow, and in parentheses a time or, where `isNeed` says that all of it is known, what the task needs.
 */
export function trailingCommand(text: Piece, isNeed: (need: Piece) => boolean): Piece | null {
  if ((signsIn(text) & tick) === 0) return null
  const whole = commandAtEnd(text)
  if (whole) return whole
  const ends = text.text.lastIndexOf('`') + 1
  return isAside(part(text, ends), isNeed) ? commandAtEnd(part(text, 0, ends)) : null
}

function commandAtEnd(text: Piece): Piece | null {
  // Offsets stay: what is bold may be code, but no code is bold within.
  const plain = text.text.replace(/\*\*/g, '  ')
  const found = /(?:^\s*|(?::|—|–|-|→)\s*(?:[Rr]un:?\s+)?)(`+)([^`]+)\1[\s.]*$/.exec(plain)
  const code = found?.[2]
  if (!found || code === undefined || !isCommand(code)) return null
  const at = found.index + found[0].indexOf(code)
  return part(text, at, at + code.length)
}

/** A command as it stands in a table cell: there a pipe is written `\|` (GFM), and means a pipe. */
export function unescapedPipes(command: string): string {
  return command.replaceAll(String.raw`\|`, '|')
}
