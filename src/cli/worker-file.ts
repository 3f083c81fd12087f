/** Where the thread of a second search begins: `.ts` in a clone; `.js` in the package, where this stands in `chunks` beside `cli`. */
export const besideWorker = new URL(
  `../cli/planner/beside-worker${import.meta.url.slice(-3)}`,
  import.meta.url,
)
