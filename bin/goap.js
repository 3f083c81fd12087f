#!/usr/bin/env node
// Plain JavaScript that every Node since 20 parses, so that an old one gets a clear message, not a syntax error.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `goap needs Node 22.18 or newer; this is Node ${process.versions.node}.\n` +
      'In a clone, `npx goap` and `npm run` use the Node that the project carries. Elsewhere: `npm i node@24`, or update Node.',
  )
  process.exitCode = 2
} else {
  process.getBuiltinModule('node:module').enableCompileCache?.()
  const { main } = await import(
    (await runsSources()) ? '../src/cli/main.ts' : '../dist/cli/main.js'
  )
  // All is printed and nothing goes on: the system takes what the process holds at once, instead of Node giving it back one by one.
  process.exit(await main(process.argv.slice(2)))
}

/** A package has no sources. In a clone they run unless `npm ci` or `npm run build` has bundled them as they are now; with GOAP_SOURCES=1 always. */
async function runsSources() {
  const { existsSync } = process.getBuiltinModule('node:fs')
  const { fileURLToPath } = process.getBuiltinModule('node:url')
  const folder = fileURLToPath(new URL('..', import.meta.url))
  if (!existsSync(`${folder}src/cli/main.ts`)) return false
  if (process.env.GOAP_SOURCES === '1') return true
  const { isBuilt } = await import('./built.js')
  return !isBuilt(folder)
}
