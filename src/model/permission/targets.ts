import type { ParsedCommand, Word } from './cursor.ts'
import { protectedDanger, writeDanger } from './paths.ts'
import type { Danger } from './rules.ts'

type Check = (word: Word) => string | null

/** The dangers of a program that writes where its arguments say. `away`: the script has left its folder. */
export function targetsOf(
  name: string,
  { words }: ParsedCommand,
  away: boolean,
): readonly Danger[] {
  const everywhere: Check = (word) => writeDanger(word, away)
  switch (name) {
    case 'tee':
      return operands(words, everywhere)
    case 'mv':
    case 'ln':
    case 'rm':
    case 'rmdir':
      return operands(words, protectedDanger)
    case 'touch':
    case 'mkdir':
      return operands(words, (word) => (word.open ? null : protectedDanger(word)))
    case 'cp':
    case 'install':
    case 'rsync':
      return copied(words, away)
    case 'tar':
      return named(words, /^(?:-[A-Za-z]*C|--directory)$/, /^(?:-C|--directory=)(?=.)/)
    case 'unzip':
      return named(words, /^-[A-Za-z]*d$/, /^-d(?=.)/)
    case 'curl':
      return named(
        words,
        /^(?:-[A-Za-z]*o|--output|--output-dir)$/,
        /^(?:-o|--output(?:-dir)?=)(?=.)/,
      )
    case 'wget':
      return named(
        words,
        /^(?:-[A-Za-z]*[OP]|--output-document|--directory-prefix)$/,
        /^(?:-[OP]|--(?:output-document|directory-prefix)=)(?=.)/,
      )
    default:
      return []
  }
}

function operands(words: readonly Word[], check: Check): Danger[] {
  return words.flatMap((word, at) => {
    const reason = at === 0 || /^-./.test(word.text) ? null : check(word)
    return reason === null ? [] : [{ reason, names: at + 1 }]
  })
}

/** Of a copy only the place it goes to matters: the last word, or what `-t` names. */
function copied(words: readonly Word[], away: boolean): Danger[] {
  const last = words.length > 2 ? words.at(-1) : undefined
  const check = away ? writeDanger : protectedDanger
  return [
    ...operands(words, (word) => (word === last ? check(word, away) : null)),
    ...named(words, /^(?:-[A-Za-z]*t|--target-directory)$/, /^(?:-t|--target-directory=)(?=.)/),
  ]
}

/** A target that an option names, in the next word or joined to it. */
function named(words: readonly Word[], option: RegExp, joined: RegExp): Danger[] {
  return words.flatMap((word, at) => {
    const next = option.test(word.text) ? words[at + 1] : undefined
    const inside = joined.test(word.text)
      ? { ...word, text: word.text.replace(joined, '') }
      : undefined
    const target = next ?? inside
    const reason = target && target.text !== '-' ? protectedDanger(target) : null
    return reason === null ? [] : [{ reason, names: at + (next ? 2 : 1) }]
  })
}
