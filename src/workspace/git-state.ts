import { plain } from '../commands/index.ts'
import { gitTree } from '../gates/index.ts'

/** A line for each file of the repository: enough for some ten thousand of them. */
const maximumOutput = 8 * 1024 * 1024

/** Tells the state of all that git sees of a workspace but for these documents, as one digest; null where it cannot be told. */
export function gitState(root: string, documents: readonly string[]): () => Promise<string | null> {
  return gitTree({ commands: plain({ workspace: root, maximumOutput }), without: documents })
}
