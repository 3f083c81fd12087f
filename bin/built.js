// Whether dist is made from the sources as they are now, so that a clone may start from it instead of from src. The proof has the state
// of every file that was read for it and of every file that was made. It never takes an edit for none: the system sets `ctime` at every
// change of a file, of its content, its name or its permissions, and nobody can set it back.

// Asked for, not imported: for an import Node reads every property of a module, and behind some stand streams and promises.
const { readFileSync, statSync } = process.getBuiltinModule('node:fs')

/** Where the proof stands. It is not packed: a package has no sources. */
export const proof = 'dist/built-from.json'

/** What a file is known by: its `ctime` in milliseconds; null: there is no such file. */
export function stateOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? null
}

/** Whether the folder has a complete build of the sources that stand in it. Never throws: without a proof it has none. */
export function isBuilt(folder) {
  try {
    const states = JSON.parse(readFileSync(`${folder}/${proof}`, 'utf8'))
    return Object.keys(states).every((file) => stateOf(`${folder}/${file}`) === states[file])
  } catch {
    return false
  }
}
