// node bin/build.js [--prepare]: makes dist's JavaScript from the sources, with the proof that it is made from them (built.js).
// With --prepare, as `npm ci` calls it: only if there is no such build yet, and a build that fails is said but fails nothing, since a
// clone starts from its sources too.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs' // prettier-ignore
import { dirname, join, resolve } from 'node:path'
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
  removeLeftBehind()
  const made = mkdtempSync('.dist-')
  try {
    await bundle.write(Object.assign({}, config.output, { dir: made }))
    publish(made)
  } finally {
    await bundle.close()
    rmSync(made, { recursive: true, force: true })
  }
  const bundled = states(filesIn('dist').filter(isBundled))
  // What was edited meanwhile may be in the build or not: then there is no proof, and the sources are what runs.
  if (JSON.stringify(states(whatIsRead())) === JSON.stringify(before))
    writeFileSync(proof, JSON.stringify({ ...before, ...bundled }))
}

/**
 * Brings dist to what was made beside it, file by file, in an order in which a goap that starts meanwhile finds whatever it asks for: first
 * what others import, and last what nothing imports any more is taken away. A file that is as it was is left alone, so a goap that runs
 * from dist never misses one if its sources were not changed.
 */
function publish(made) {
  const files = filesIn(made).map((file) => file.slice(made.length + 1))
  for (const file of files.toSorted((a, b) => isChunk(b) - isChunk(a)))
    if (!sameBytes(join('dist', file), join(made, file))) {
      mkdirSync(dirname(join('dist', file)), { recursive: true })
      renameSync(join(made, file), join('dist', file))
    }
  const wanted = new Set(files.map((file) => `dist/${file}`))
  for (const file of filesIn('dist')) {
    const source = file.replace(/^dist(.*)\.d\.ts$/, 'src$1.ts')
    if (!wanted.has(file) && (isBundled(file) || (source !== file && !existsSync(source))))
      rmSync(file, { force: true })
  }
}

/** What builds that were killed have left: nothing takes an hour. */
function removeLeftBehind() {
  for (const name of readdirSync('.').filter((one) => one.startsWith('.dist-')))
    if (Date.now() - (stateOf(name) ?? Infinity) > 3_600_000) rmSync(name, { recursive: true, force: true }) // prettier-ignore
}

function isChunk(file) {
  return file.startsWith('chunks/')
}

function sameBytes(file, other) {
  return existsSync(file) && readFileSync(file).equals(readFileSync(other))
}

/** Of what stands in dist the rest are the declarations, which tsc makes, and the proof. */
function isBundled(file) {
  return !file.endsWith('.d.ts') && file !== proof
}

/** Whatever decides what is made, the bundler and what it takes from packages by the file that npm writes whenever it changes one. */
function whatIsRead() {
  return [...filesIn('src'), ...filesIn('bin/bundle'), 'package.json', 'rolldown.config.ts', 'tsconfig.json', 'node_modules/.package-lock.json'] // prettier-ignore
}

function states(files) {
  return Object.fromEntries(files.map((file) => [file, stateOf(file)]))
}

function filesIn(part) {
  return readdirSync(part, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll('\\', '/'))
}
