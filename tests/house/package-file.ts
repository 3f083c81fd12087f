import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const packageFile = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  files: z.array(z.string()).default([]),
  bin: z.record(z.string(), z.string()).default({}),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  exports: z
    .record(z.string(), z.union([z.string(), z.object({ types: z.string(), default: z.string() })]))
    .default({}),
})

/** The package.json of this project. */
export function packageJson(): z.infer<typeof packageFile> {
  return packageFile.parse(JSON.parse(readFileSync('package.json', 'utf8')))
}

const stated = z.object({ license: z.string() })

/** The licence that an installed package states. Throws when it is not installed or states none. */
export function licenceOf(folder: string): string {
  return stated.parse(JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))).license
}

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dev: z.boolean().default(false),
      license: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
})

/** A package of the lock file; one for another platform is not installed. */
export interface LockedPackage {
  readonly name: string
  /** Only development needs it. */
  readonly dev: boolean
  /** As the installed package states it, else as the lock file does. */
  readonly licence: string
  readonly installed: boolean
  /** What it installs where the platform fits. */
  readonly optional: readonly string[]
}

export function lockedPackages(): readonly LockedPackage[] {
  const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
  return Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .map(([folder, { dev, license = 'not stated', optionalDependencies }]) => {
      const installed = existsSync(`${folder}/package.json`)
      const licence = installed ? licenceOf(folder) : license
      const name = folder.replace(/^.*node_modules\//, '')
      return { name, dev, licence, installed, optional: Object.keys(optionalDependencies) }
    })
}
