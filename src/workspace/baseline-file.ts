import { readFileSync, writeFileSync } from 'node:fs'
import { GoapError, once, zod } from '../base/index.ts'
import type { KnownFinding } from '../documents/index.ts'

const schema = once(() => {
  const z = zod()
  return z.strictObject({
    schema: z.literal('goap/baseline@1'),
    findings: z.array(
      z.strictObject({
        file: z.string().min(1),
        code: z.string().min(1),
        line: z.string(),
        count: z.int().min(1),
      }),
    ),
  })
})

/** Reads a file of known findings; null: there is none. Throws `workspace/bad-baseline` and `workspace/not-readable`. */
export function readBaseline(path: string, name: string): readonly KnownFinding[] | null {
  const text = textOf(path, name)
  if (text === null) return null
  const result = schema().safeParse(jsonOf(text, name))
  if (result.success) return result.data.findings
  const [issue] = result.error.issues
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.map(String).join('.')}` : ''
  throw new GoapError('workspace/bad-baseline', `${name}${where}: ${issue?.message ?? 'is wrong'}.`)
}

/** Writes known findings, sorted and indented, so that a change of it reads well. Throws `workspace/not-writable`. */
export function writeBaseline(path: string, findings: readonly KnownFinding[]): void {
  const sorted = findings.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))
  try {
    const text = JSON.stringify({ schema: 'goap/baseline@1', findings: sorted }, null, 2)
    writeFileSync(path, `${text}\n`)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-writable', `${path} cannot be written: ${what}.`, { cause })
  }
}

function textOf(path: string, name: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${name} cannot be read: ${what}.`, { cause })
  }
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/bad-baseline', `${name} is no JSON: ${what}.`, { cause })
  }
}
