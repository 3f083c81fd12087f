/** Whether a text has ASCII characters only: then simpler patterns do, which are several times as fast. */
export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

/** Whether a text is words of small letters and digits with one space between them: folding leaves it as it is. */
export function isFolded(text: string): boolean {
  return /^[a-z][a-z0-9]*(?: [a-z0-9]+)*$/.test(text)
}
