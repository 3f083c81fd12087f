/** The text without the full stop or semicolon at its end. */
export function withoutStop(text: string): string {
  const last = text.charCodeAt(text.length - 1)
  return last === 46 || last === 59 ? text.slice(0, -1) : text
}
