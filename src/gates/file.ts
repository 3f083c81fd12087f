import { judgeFile, type CriterionResult, type Evidence } from '../model/index.ts'
import type { Checker } from './checker.ts'
import type { Look } from './files.ts'
import { find } from './find.ts'

/** Checks a criterion by a file or folder of the workspace. */
export function fileChecker(): Checker {
  return {
    kind: 'file',
    async check({ key, text, check, expectations }, { files, signal }) {
      const path = check?.kind === 'file' ? check.path : ''
      const seen = await files.look(path, signal)
      const judged = judgeFile(path, expectations, seen, find)
      const evidence = [fileEvidence(path, seen)]
      const isProof = check?.kind !== 'file' || !check.partial || judged.verdict !== 'passed'
      const result: CriterionResult = { key, text, ...judged, evidence }
      if (isProof) return result
      return { ...result, verdict: 'claimed', reason: `${judged.reason}; what else it says is not checked` } // prettier-ignore
    },
  }
}

/** What was looked at, as evidence. */
export function fileEvidence(path: string, seen: Look): Evidence {
  return {
    kind: 'file',
    path,
    found: seen.found,
    bytes: seen.found === 'file' ? seen.bytes : null,
    hash: seen.found === 'file' ? seen.hash : null,
    confinement: 'plain',
  }
}
