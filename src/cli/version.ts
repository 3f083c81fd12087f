import { packageFile } from './package-file.ts'

/** The version of the package. */
export function version(): string {
  const found: unknown = JSON.parse(packageFile('package.json'))
  return typeof found === 'object' && found !== null && 'version' in found
    ? String(found.version)
    : '0'
}
