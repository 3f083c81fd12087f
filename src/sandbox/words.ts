const word = /[A-Za-z_$][\w$]*|\d[\w.]*(?:(?<=e)[+-]\d+)?/y
const sign = /\*\*|[=(){};,]/y
/** A slash behind one of these divides; behind anything else it begins a regular expression. */
const endsValue = /[\w$)\]}]/

/**
 * The names, numbers and those signs of a program that say where its loops are; strings, templates, comments and regular expressions are
 * passed over. Text that is no program gives some words too: it is no parser. Takes time in proportion to the text.
 */
export function wordsOf(code: string): readonly string[] {
  const words: string[] = []
  let before = ''
  for (let at = 0; at < code.length;) {
    const character = code[at] ?? ''
    const skipped = passOver(code, at, character, before)
    if (skipped > at) {
      at = skipped
      before = character === '/' ? before : ')'
      continue
    }
    const found = matchAt(word, code, at) ?? matchAt(sign, code, at)
    if (found !== null) words.push(found)
    if (character.trim() !== '') before = found?.at(-1) ?? character
    at += found?.length ?? 1
  }
  return words
}

/** Where what is no word ends that begins at `at`; `at` itself when nothing such begins there. */
function passOver(code: string, at: number, character: string, before: string): number {
  if (character === '"' || character === "'" || character === '`')
    return endOfQuoted(code, at + 1, character)
  if (character !== '/') return at
  if (code[at + 1] === '/') return indexAfter(code, '\n', at)
  if (code[at + 1] === '*') return indexAfter(code, '*/', at + 2)
  return endsValue.test(before) ? at : endOfPattern(code, at + 1)
}

function endOfQuoted(code: string, from: number, quote: string): number {
  for (let at = from; at < code.length; at++) {
    if (code[at] === '\\') at++
    else if (code[at] === quote || (code[at] === '\n' && quote !== '`')) return at + 1
  }
  return code.length
}

function endOfPattern(code: string, from: number): number {
  let isInClass = false
  for (let at = from; at < code.length && code[at] !== '\n'; at++) {
    if (code[at] === '\\') at++
    else if (code[at] === '[') isInClass = true
    else if (code[at] === ']') isInClass = false
    else if (code[at] === '/' && !isInClass) return at + 1
  }
  // No program has this: nothing behind it is looked at.
  return code.length
}

function indexAfter(code: string, end: string, from: number): number {
  const found = code.indexOf(end, from)
  return found < 0 ? code.length : found + end.length
}

function matchAt(pattern: RegExp, code: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(code)?.[0] ?? null
}
