import { Readable } from 'node:stream'
import { join } from 'node:path'
import { main } from '../../src/cli/main.ts'
import type { Io } from '../../src/cli/io.ts'

export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command line in this process, in a folder, without a terminal. */
export async function goap(
  folder: string,
  args: readonly string[],
  more: Partial<Io> & { readonly input?: string } = {},
): Promise<Said> {
  let out = ''
  let err = ''
  const code = await main(args, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stdin: Readable.from([more.input ?? '']),
    environment: { GOAP_HOME: join(folder, '.home'), HOME: folder },
    folder,
    interrupted: () => () => {},
    ...more,
  })
  return { code, out, err }
}
