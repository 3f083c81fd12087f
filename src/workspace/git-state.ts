/** A line for each file of the repository: enough for some ten thousand of them. */
const maximumOutput = 8 * 1024 * 1024

/** Tells the state of all that git sees of a workspace but for these documents, as one digest; null where it cannot be told. */
export function gitState(root: string, documents: readonly string[]): () => Promise<string | null> {
  return async () => {
    const [{ ownEnvironment, plain }, { gitTree }] = await Promise.all([
      import('../commands/index.ts'),
      import('../gates/index.ts'),
    ])
    const commands = plain({ workspace: root, environment: ownEnvironment(root), maximumOutput })
    return await gitTree({ commands, without: documents })()
  }
}
