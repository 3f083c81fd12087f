import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'

/** The bundle of a test file: making one takes ten seconds, and gives the same each time. */
let made: string | undefined
afterAll(() => {
  if (made !== undefined) rmSync(made, { recursive: true })
})

/** Makes the package in a new folder as `npm pack` does, without declarations, and gives the folder. */
export function bundled(root: string): string {
  made ??= bundle(mkdtempSync(join(tmpdir(), 'goap-bundled-')))
  cpSync(made, root, { recursive: true, verbatimSymlinks: true })
  return root
}

function bundle(root: string): string {
  for (const part of ['bin', 'docs', 'package.json'])
    cpSync(part, join(root, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  const bundler = resolve('node_modules/rolldown/bin/cli.mjs')
  execFileSync(process.execPath, [bundler, '-c', 'rolldown.config.ts', '--dir', join(root, 'dist'), '--logLevel', 'silent']) // prettier-ignore
  return root
}
