// node bin/build.js [--prepare]: makes dist's JavaScript from the sources, with the proof that it is made from them (built.js).
// With --prepare, as `npm ci` calls it: only if there is no such build yet, and a build that fails is said but fails nothing, since a
// clone starts from its sources too.
import { readdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isBuilt, proof, stateOf } from './built.js'

const folder = resolve(import.meta.dirname, '..')
process.chdir(folder)
if (!process.argv.includes('--prepare')) await build()
else if (!isBuilt(folder))
  await build().catch((error) => console.error(`goap will start from its sources: they could not be bundled, ${error.message}`)) // prettier-ignore

async function build() {
  const before = states(whatIsRead())
  // Two edits may bear the same time if they are nearer than the system counts, which takes up to 10 ms: so read what is older.
  await setTimeout(20)
  const { rolldown } = await import('rolldown')
  const { default: config } = await import('../rolldown.config.ts')
  const bundle = await rolldown(config)
  const { output } = await bundle.write(config.output)
  await bundle.close()
  const made = states(output.map(({ fileName }) => `dist/${fileName}`))
  // What was edited meanwhile may be in the build or not: then there is no proof, and the sources are what runs.
  if (JSON.stringify(states(whatIsRead())) === JSON.stringify(before))
    writeFileSync(proof, JSON.stringify({ ...before, ...made }))
}

/** Whatever decides what is made, the bundler and what it takes from packages by the file that npm writes whenever it changes one. */
function whatIsRead() {
  const sources = ['src', 'bin/bundle'].flatMap((part) =>
    readdirSync(part, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll('\\', '/')),
  )
  return [...sources, 'package.json', 'rolldown.config.ts', 'tsconfig.json', 'node_modules/.package-lock.json'] // prettier-ignore
}

function states(files) {
  return Object.fromEntries(files.map((file) => [file, stateOf(file)]))
}
