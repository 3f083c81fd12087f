#!/usr/bin/env node
// Plain JavaScript that every Node since 20 parses, so that an old one gets a clear message, not a syntax error.
import * as module from 'node:module'
import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `goap needs Node 22.18 or newer; this is Node ${process.versions.node}.\n` +
      'In a clone, `npx goap` and `npm run` use the Node that the project carries. Elsewhere: `npm i node@24`, or update Node.',
  )
  process.exitCode = 2
} else {
  module.enableCompileCache?.()
  const source = new URL('../src/cli/main.ts', import.meta.url)
  const built = new URL('../dist/cli/main.js', import.meta.url)
  const { main } = await import(existsSync(source) ? source.href : built.href)
  process.exitCode = await main(process.argv.slice(2))
}
