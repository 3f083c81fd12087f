import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { licenceOf, lockedPackages, packageJson } from './package-file.ts'

/** Licences that let anybody use, change and sell what holds them. */
const permissive = /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0)$/
/** Asks more than a permissive licence: only for what is never shipped. */
const forDevelopment = /^MPL-2\.0$/

const { dependencies, devDependencies } = packageJson()
const direct = [...Object.keys(dependencies), ...Object.keys(devDependencies)]
const rows = rowsOf(readFileSync('THIRD_PARTY.md', 'utf8'))

test.each(direct)('THIRD_PARTY.md says the licence of %s as the package does', (name) => {
  const licences = rows.filter(({ packages }) => packages.includes(name)).map((row) => row.licence)
  expect(licences).toEqual([licenceOf(`node_modules/${name}`)])
})

test('THIRD_PARTY.md names every package that is installed with goap, and no package that is not used', () => {
  const written = rows.flatMap(({ packages }) => packages)
  const all = lockedPackages()
  const shipped = all.filter(({ dev }) => !dev).map(({ name }) => name)
  expect(shipped.filter((name) => !written.some((one) => means(one, name)))).toEqual([])
  expect(written.filter((one) => !all.some(({ name }) => means(one, name)))).toEqual([])
})

test('THIRD_PARTY.md, which is packed, holds the licence texts of the packages that the package carries', () => {
  const page = readFileSync('THIRD_PARTY.md', 'utf8')
  const carried = readdirSync('src/base').flatMap((file) => /^export \{[^}]*\} from '(\w+)'$/m.exec(readFileSync(`src/base/${file}`, 'utf8'))?.[1] ?? []) // prettier-ignore
  expect(carried).toEqual(['graphology', 'yaml', 'zod'])
  const within = /^const within = new Set\(\[([^\]]+)\]\)$/m.exec(readFileSync('rolldown.config.ts', 'utf8'))?.[1]?.match(/\w+/g) ?? [] // prettier-ignore
  expect(within).toEqual(['commander', 'graphology', 'ignore', 'satteri'])
  for (const name of [...carried, ...within]) {
    const [file = ''] = readdirSync(`node_modules/${name}`).filter((one) =>
      one.startsWith('LICENSE'),
    )
    const text = readFileSync(`node_modules/${name}/${file}`, 'utf8')
      .replaceAll('\r\n', '\n')
      .trim()
    expect(page).toContain(text)
  }
  expect(packageJson().files).toContain('THIRD_PARTY.md')
})

test('every package has a licence that fits', () => {
  const all = lockedPackages()
  expect(all.filter(({ installed }) => installed).length).toBeGreaterThan(50)
  expect(
    all.filter(({ licence, dev }) => !licence.split(' AND ').every((one) => fits(one, dev))),
  ).toEqual([])
})

function fits(licence: string, dev: boolean): boolean {
  return permissive.test(licence) || (dev && forDevelopment.test(licence))
}

/** `@bruits/satteri-*` means every package whose name begins so. */
function means(written: string, name: string): boolean {
  return written.endsWith('*') ? name.startsWith(written.slice(0, -1)) : name === written
}

function rowsOf(
  page: string,
): { readonly packages: readonly string[]; readonly licence: string }[] {
  return [...page.matchAll(/^\| (.+?) \| (.+?) \|/gm)]
    .filter(([, first]) => first !== 'package')
    .map(([, packages = '', licence = '']) => ({ packages: packages.split(', '), licence }))
}
