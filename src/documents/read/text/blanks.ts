/** Whether a character is one of those that `trim` and `\s` mean. */
export function isBlank(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13)
  return code >= 0xa0 && isBlankBeyond(code)
}

/** The same for characters beyond ASCII. */
export function isBlankBeyond(code: number): boolean {
  if (code === 0xa0) return true
  if (code < 0x1680) return false
  return (
    code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 ||
    code === 0x202f || code === 0x205f || code === 0x3000 || code === 0xfeff
  ) // prettier-ignore
}
