import type { Word } from './cursor.ts'

/** The name of the program without its folder, in small letters: some file systems take `RM` for `rm`. */
export function programName(word: Word | undefined): string {
  return (word?.text.split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/\.(?:exe|cmd|bat)$/, '')
}
