/** `.ts` in a clone; `.js` in the published package, where this stands in `sandbox` or in `chunks` beside it. */
const extension = import.meta.url.slice(-3)

/** Where the thread of the backend `quickjs` begins. */
export const quickJsWorker = new URL(`../sandbox/quickjs/worker${extension}`, import.meta.url)

/** Where a thread of the backend `wasm` begins, when its scripts run apart. */
export const meteredWorker = new URL(`../sandbox/metered/worker${extension}`, import.meta.url)

/** Where a thread begins that reads TypeScript. */
export const typeScriptWorker = new URL(`../sandbox/typescript/worker${extension}`, import.meta.url)
