/** What Node 22 says of `node:sqlite`, once in each process that opens the journal. Node 24 says it no more. */
const remark = 'SQLite is an experimental feature'

/** Keeps Node from saying that its SQLite is an experiment: whoever uses goap cannot do anything about it. All other warnings stay. */
export function hushSqlite(): void {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]): void => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).startsWith(remark)) return
    Reflect.apply(emitWarning, null, [warning, ...rest])
  }
}
