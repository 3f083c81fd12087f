import { codeAt } from '../../../base/index.ts'

/** The text without the full stop or semicolon at its end. */
export function withoutStop(text: string): string {
  const last = codeAt(text, text.length - 1)
  return last === 46 || last === 59 ? text.slice(0, -1) : text
}
