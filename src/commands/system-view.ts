import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { once } from '../base/index.ts'
import { isWithin, programFolders, realPath } from './paths.ts'

/** Something of the machine that a confined process sees. */
export type Shown =
  /** The same link. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** What lies at `from`, to be read only. */
  | { readonly kind: 'read'; readonly path: string; readonly from: string }

/** Programs and their libraries (hier(7)), and the stores of NixOS and Guix. */
const programs = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store', '/gnu/store', '/run/current-system'] // prettier-ignore

/** What programs look up of the machine and what is no secret; of /etc nothing else is shown. Few, since each takes bubblewrap some time. */
const settings = (
  'alternatives crypto-policies default/locale fonts gai.conf gitconfig group host.conf hosts java ld.so.cache ld.so.conf ld.so.conf.d ' +
  'localtime locale.conf mime.types nsswitch.conf openssl os-release passwd pki protocols resolv.conf services ssl/certs ssl/cert.pem ' +
  'ssl/openssl.cnf static timezone'
)
  .split(' ')
  .map((name) => `/etc/${name}`)

/** Where settings of /etc may lead to that are made on the machine. */
const made = ['/var/lib/ca-certificates']

/** What a confined process sees of the system: programs, libraries, the harmless part of /etc. Looked at once. */
export const systemView: () => readonly Shown[] = once(() => {
  return [...programs, ...settings, ...made].flatMap((path): Shown[] => {
    const state = lstatSync(path, { throwIfNoEntry: false })
    const real = state && realPath(path)
    if (real === undefined) return []
    // /bin is often a link into /usr; /etc/resolv.conf leads to a file in /run that is not shown by itself.
    const isShownThere = [...programs, ...settings].some((one) => one !== path && isWithin(one, real)) // prettier-ignore
    return state?.isSymbolicLink() === true && isShownThere
      ? [{ kind: 'link', path, target: readlinkSync(path) }]
      : [{ kind: 'read', path, from: real }]
  })
})

/** Whether a path lies where the system's programs are. */
export function isOfSystem(path: string): boolean {
  return programs.some((one) => isWithin(one, path))
}

/**
 * The folders of programs on a PATH that are not the system's, with what lies beside the programs, also beside those that links in them
 * lead to: toolchains in a home work, and nothing else of the home is shown. A folder that holds the home is left out, and so is one that
 * the process may write: it could lay links there.
 */
export function programsOn(
  path: string | undefined,
  home: string | undefined,
  isWritable: (path: string) => boolean,
): readonly string[] {
  const folders = programFolders(path).filter(
    (folder) =>
      !isOfSystem(folder) && !isWritable(folder) && !isWritable(realPath(folder) ?? folder),
  )
  const single = folders.filter((folder) => packagesOf(folder) === undefined)
  const linked = single.flatMap((folder) => linksOf(folder)).filter((file) => !isOfSystem(file))
  const all = new Set([
    ...folders.flatMap((folder) => [folder, ...besides(folder)]),
    ...linked.flatMap((file) => [file, ...besides(dirname(file))]),
  ])
  return [...all].filter((one) => {
    const real = realPath(one)
    return real !== undefined && (home === undefined || !isWithin(real, home))
  })
}

/** What programs of a folder need: the packages of an npm project, or the libraries of a prefix (`…/lib` of `…/bin`), as for a toolchain or a virtual environment. */
function besides(folder: string): readonly string[] {
  const packages = packagesOf(folder)
  if (packages !== undefined)
    return ['node_modules', 'package.json', 'package-lock.json'].map((name) => join(dirname(packages), name)) // prettier-ignore
  if (!/^s?bin$/.test(basename(folder))) return []
  return ['bin', 'lib', 'lib64', 'libexec', 'pyvenv.cfg'].map((name) => join(dirname(folder), name))
}

function packagesOf(folder: string): string | undefined {
  return /^(.*?\/node_modules)\//.exec(`${folder}/`)?.[1]
}

/** Where the links of a folder lead. */
function linksOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isSymbolicLink())
      .flatMap(({ name }) => realPath(join(folder, name)) ?? [])
      .filter((file) => dirname(file) !== folder)
  } catch {
    return []
  }
}
