import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The text of a file of goap's own package, such as `docs/errors.md`: looked for upwards, since the built files lie elsewhere than the sources. */
export function packageFile(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder)
    // Files of goap that somebody has copied elsewhere.
    if (above === folder)
      throw new Error(`goap's package.json lies nowhere above ${import.meta.url}`)
    folder = above
  }
  return readFileSync(join(folder, name), 'utf8')
}
