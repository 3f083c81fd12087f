import { wordsOf } from './words.ts'

// How often the loops of a script turn, guessed from its text: the greatest number that a loop's head names, times those of the loops
// around it. It misses what only running shows, and is meant to: a wrong guess costs time, nothing else. The text is not trusted, so it
// is looked at once from front to back.

/** Characters after which nobody looks: no short computation is written as that much. */
const looked = 100_000

interface Loop {
  /** Turns of its body, those of the loops around it counted in. */
  readonly turns: number
  /** How many braces were open before it: its body ends where there are as many again. */
  readonly depth: number
}

/** How often the busiest loop of a script turns, as far as its text says. 1 when it says nothing. */
export function loopTurns(code: string): number {
  const words = wordsOf(code.slice(0, looked))
  const numbers = new Map<string, number>()
  const around: Loop[] = []
  let most = 1
  let depth = 0
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === 'const' || word === 'let' || word === 'var') remember(words, at, numbers)
    else if ((word === 'for' || word === 'while') && words[at + 1] === '(') {
      const head = headAt(words, at + 1, numbers)
      const turns = (around.at(-1)?.turns ?? 1) * head.greatest
      around.push({ turns, depth })
      most = Math.max(most, turns)
      at = head.end
    } else if (word === '{') depth++
    else if (word === '}' || word === ';') {
      if (word === '}') depth = Math.max(0, depth - 1)
      while (around.length > 0 && (around.at(-1)?.depth ?? 0) >= depth) around.pop()
    }
  }
  return most
}

/** Notes the number of `const name = 1e6`. */
function remember(words: readonly string[], at: number, numbers: Map<string, number>): void {
  const value = words[at + 2] === '=' ? valueOf(words, at + 3) : null
  if (value !== null) numbers.set(words[at + 1] ?? '', value)
}

/** The greatest number in the brackets that open at `at`, at least 1, and where they close. */
function headAt(
  words: readonly string[],
  at: number,
  numbers: ReadonlyMap<string, number>,
): { readonly greatest: number; readonly end: number } {
  let greatest = 1
  let open = 0
  let end = at
  for (; end < words.length; end++) {
    const word = words[end] ?? ''
    if (word === '(') open++
    else if (word === ')' && --open === 0) break
    greatest = Math.max(greatest, valueOf(words, end) ?? numbers.get(word) ?? 1)
  }
  return { greatest, end }
}

/** The number that stands there, or null; `2 ** 20` and `1_000_000` too. */
function valueOf(words: readonly string[], at: number): number | null {
  const number = numberOf(words[at])
  if (number === null || words[at + 1] !== '**') return number
  return number ** (numberOf(words[at + 2]) ?? 1)
}

function numberOf(word = ''): number | null {
  const number = /^\d/.test(word) ? Number(word.replaceAll('_', '').replace(/n$/, '')) : Number.NaN
  return Number.isNaN(number) ? null : number
}
