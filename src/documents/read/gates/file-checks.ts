import type { Check, Expectation } from '../../../model/index.ts'

/** Endings that only files have; `process.env` and `config.timeout` are none. */
const endings =
  'md|mdx|txt|rst|adoc|json|jsonc|json5|ya?ml|toml|ini|xml|csv|tsv|tsx?|jsx?|[cm][jt]s|vue|svelte|css|scss|less|html?|svg|png|jpe?g|gif|webp|ico|pdf|' +
  'rs|py|pyi|go|java|kts?|swift|rb|php|cs|fs|cpp|cc|hpp|hs|ml|exs?|erl|clj|lua|sh|bash|zsh|fish|ps1|bat|sql|proto|graphql|tf|ipynb|wasm|snap|lockb?'
/** Endings that mean a file where a folder stands before it. */
const weakEndings =
  'c|h|r|d|m|db|sqlite3?|log|info|conf|cfg|env|pem|key|zip|gz|tgz|tar|tpl|tmpl|example|sample|dat|bin|properties|gradle'
const knownNames =
  'README|LICENSE|LICENCE|NOTICE|CHANGELOG|CONTRIBUTING|CODEOWNERS|AUTHORS|Makefile|Dockerfile|Justfile|Procfile|Gemfile|Rakefile|Vagrantfile|Jenkinsfile'
const segment = String.raw`[\w@+-][\w.@+-]*|\.[\w-][\w.-]*`
const isPath = new RegExp(
  `^(?:\\./)?(?:(?:(?:${segment})/)*(?:[\\w@+-][\\w.@+-]*\\.(?:${endings})|\\.[a-zA-Z][\\w-]*(?:\\.[\\w-]+)*|${knownNames})|(?:(?:${segment})/)+(?:[\\w@+-][\\w.@+-]*\\.(?:${weakEndings}))|(?:(?:${segment})/)+)$`,
)
/** Without back-ticks a path must be one beyond doubt: `Node.js` is none. */
const isPlainPath = new RegExp(
  `^(?:(?:${segment})/)*[\\w-][\\w.-]*\\.(?:md|json|ya?ml|toml|txt|sql|html|css|svg)$|^(?:(?:${segment})/)+[\\w-][\\w.-]*\\.(?:rs|py|[jt]sx?|sh|go)$`,
)

const path = '(?:`([^`\\s]+)`|([\\w./@+-]+))'
const there = '(?:exists?|(?:is|are|was|were|has been|have been)?\\s*(?:there|present|created|generated|written|in place|committed|added|exists?))' // prettier-ignore
const gone =
  '(?:does not exist|no longer exists|(?:is|was|has been)?\\s*(?:gone|removed|deleted|absent))'
const noun = '(?:(?:[\\w-]+ ){0,4}(?:file|document|doc|guide|page|report|script|module|config(?:uration)?|definition|template|folder|directory))' // prettier-ignore

/** Whether a text is the path of a file or folder of the workspace, beyond doubt. */
export function isFilePath(text: string): boolean {
  return isPath.test(text) && !/(?:^|\/)\.\.(?:\/|$)/.test(text)
}

export interface FileCheck {
  readonly check: Extract<Check, { kind: 'file' }>
  readonly expectations: readonly Expectation[]
}

/** "`a/b.md` exists", "File a.md created", "README.md contains `foo`", "`old.ts` removed". Null: the words say something else. */
export function fileCheckOf(words: string): FileCheck | null {
  if (words.length > 300 || !mayHavePath(words)) return null
  return contents(words) ?? absence(words) ?? presence(words)
}

/** A path stands in back-ticks or has the dot of an ending. */
function mayHavePath(words: string): boolean {
  return words.includes('`') || words.includes('.')
}

const presentBehind = new RegExp(`^(?:the )?(?:(?:file|folder|directory|document)s? )?${path}(?: (?:file|folder|directory|document))? ${there}(?=$|[\\s,;:(—–-])(.*)$`, 'i') // prettier-ignore
const presentBefore = new RegExp(`^(?:an? |the )?${noun} ${there}(?:\\s*[(:]\\s*|\\s+(?:at|as)\\s+)${path}\\)?(.*)$`, 'i') // prettier-ignore

function presence(words: string): FileCheck | null {
  for (const pattern of [presentBehind, presentBefore]) {
    const found = pattern.exec(words)
    const at = found && pathOf(found)
    if (found && at !== null) return besides(at, (found[3] ?? '').trim())
  }
  return null
}

/** What is said behind: that the file holds a text, nothing, or something that is not looked at. */
function besides(at: string, rest: string): FileCheck | null {
  const quoted = /^with (?:the )?(?:text |line |section |heading |entry )?(.+)$/i.exec(rest)
  const texts = quoted ? quotedTexts(quoted[1] ?? '') : null
  if (texts) return fileCheck(at, texts.map(contains))
  // Which of several files, or that it is not so: the words go on otherwise.
  if (/^(?:and|or|,)\s*`|\b(?:if|unless|when|but not|or)\b/i.test(rest)) return null
  return fileCheck(at, [], !saysNothing(rest))
}

const absent = new RegExp(`^(?:the )?(?:(?:file|folder|directory) )?${path}(?: (?:file|folder|directory))? ${gone}$`, 'i') // prettier-ignore

function absence(words: string): FileCheck | null {
  const found = absent.exec(words)
  const at = found && pathOf(found)
  return at === null ? null : fileCheck(at, [{ kind: 'exists', exists: false }])
}

const containing = new RegExp(`^(?:the )?(?:file )?${path} (contains?|includes?|mentions?|matches)\\s+(?:the )?(?:text |line |word |string |section |heading |entry )?(.+)$`, 'i') // prettier-ignore

function contents(words: string): FileCheck | null {
  const found = containing.exec(words)
  const at = found && pathOf(found)
  if (!found || at === null || at === undefined) return null
  const pattern = /^`\/(.+)\/`$/.exec(found[4] ?? '')?.[1]
  if (/^matches$/i.test(found[3] ?? ''))
    return pattern === undefined ? null : fileCheck(at, [{ kind: 'matches', pattern }])
  const texts = quotedTexts(found[4] ?? '')
  return texts && fileCheck(at, texts.map(contains))
}

/** The path that was found, when it is one. In back-ticks more is one than without. */
function pathOf(found: RegExpExecArray): string | null {
  const [ticked, plain] = [found[1], found[2]]
  const text = ticked ?? plain ?? ''
  if (!isFilePath(text) || (ticked === undefined && !isPlainPath.test(text))) return null
  return text.replace(/^\.\//, '')
}

const quote = '(?:`([^`]+)`|"([^"]+)")'
const onlyQuotes = new RegExp(`^${quote}(?:(?:, and |, | and )${quote})*$`, 'i')
const quotes = new RegExp(quote, 'g')

/** `a`, "b" and `c`: the texts, when there is nothing else. */
function quotedTexts(text: string): readonly string[] | null {
  if (!onlyQuotes.test(text)) return null
  return [...text.matchAll(quotes)].map((one) => one[1] ?? one[2] ?? '')
}

/** `(342 lines)`, `in the repository`: what is said besides is no claim of its own. */
function saysNothing(rest: string): boolean {
  return rest === '' || /^\(?(?:new|already|in (?:the )?(?:repo(?:sitory)?|root|workspace)|at (?:the )?root)\)?$/i.test(rest) // prettier-ignore
}

function contains(text: string): Expectation {
  return { kind: 'contains', text }
}

function fileCheck(at: string, expectations: readonly Expectation[], partial = false): FileCheck {
  return { check: { kind: 'file', path: at, partial }, expectations }
}
