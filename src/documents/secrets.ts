import { secretShapes } from '../base/index.ts'

/** A part of a text. */
interface Part {
  readonly index: number
  readonly text: string
}

/** What looks like a secret in one line of a text, in no order; not what stands for one: `$TOKEN`, `<your key>`, `changeme`. */
export function secretsIn(line: string): readonly Part[] {
  if (!hint.test(line)) return []
  return secretShapes
    .flatMap((shape) => [...line.matchAll(shape)])
    .filter(([text]) => !standsForOne.test(text))
    .map(({ index, 0: text }) => ({ index, text }))
}

/** The line with as many dots for what looks like a secret. */
export function withoutSecrets(line: string): string {
  return secretsIn(line).reduce(
    (shown, { index, text }) =>
      shown.slice(0, index) + '•'.repeat(text.length) + shown.slice(index + text.length),
    line,
  )
}

/** What every shape has; nearly no line has any, and all are looked at. */
const hint =
  /BEGIN |gh[pousr]_|github_pat|glpat|npm_|sk-|[srp]k_|AKIA|ASIA|xox|AIza|hf_|pypi-|ey[JK]|:\/\/|auth|bearer|pass|secret|key|token/i

const standsForOne =
  /[$<>{}()[\]…*`|]|\.\.\.|^(?:bearer |basic )?(?:x+|your|my[-_ ]|example|change_?-?me|placeholder|redacted|secret|password|token|none|null|undefined|true|false|env\b|process\.|os\.)/i
