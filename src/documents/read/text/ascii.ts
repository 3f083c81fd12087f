/** Whether a text has ASCII characters only: then simpler patterns do, which are several times as fast. */
export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}
