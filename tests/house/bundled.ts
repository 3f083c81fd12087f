import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Makes the package in a new folder as `npm pack` does, without declarations, and gives the folder. */
export function bundled(root: string): string {
  mkdirSync(root)
  for (const part of ['bin', 'docs', 'package.json'])
    cpSync(part, join(root, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  const bundler = resolve('node_modules/rolldown/bin/cli.mjs')
  execFileSync(process.execPath, [bundler, '-c', 'rolldown.config.ts', '--dir', join(root, 'dist'), '--logLevel', 'silent']) // prettier-ignore
  return root
}
