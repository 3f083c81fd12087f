import { workerData } from 'node:worker_threads'
import type { LineData } from '../apart/line.ts'
import { strip, type Stripped } from './strip.ts'

// The thread in which TypeScript is read.

/** A source to read. */
export interface StripTask {
  readonly text: string
  readonly file: string
}

/** What the thread says: once that it is ready, then what became of each source. */
export type StripReport = Stripped | { readonly kind: 'ready' }

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- startLine gives it
const { port } = workerData as LineData

port.on('message', ({ text, file }: StripTask) => tell(strip(text, file)))
// Node loads its reader when it is first used.
strip('', '')
tell({ kind: 'ready' })

function tell(report: StripReport): void {
  port.postMessage(report)
}
