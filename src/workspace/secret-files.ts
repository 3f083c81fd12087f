// Files that hold what nobody is to be shown: by their names, since their contents say it only to those who know.

const names: readonly RegExp[] = [
  /^\.env(?:\.|$)/,
  /^\.(?:npmrc|yarnrc|yarnrc\.yml|netrc|pgpass|my\.cnf|htpasswd|pypirc|git-credentials|dockercfg|vault-token|boto|s3cfg)$/,
  /^_netrc$/,
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx?|ppk|asc|gpg|ovpn|tfstate|tfvars)(?:\.|$)/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:\.|_|$)/,
  /^(?:secrets?|credentials?|service[-_]?account)(?:[-_.][\w-]+)?\.(?:json|ya?ml|toml|ini|env|txt|properties)$/,
  /^(?:credentials|htpasswd|master\.key)$/,
]

const folders = new Set([
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.gcloud',
  '.kube',
  '.docker',
  '.git',
  '.goap',
])

/** Examples of such files hold none: `.env.example`. */
export const examples = /\.(?:example|sample|template|dist|defaults?)$/i

/** Whether a path of the workspace, with `/`, is a file that usually holds secrets, or lies in a folder of such. */
export function holdsSecrets(path: string): boolean {
  const steps = path.toLowerCase().split('/')
  const name = steps.at(-1) ?? ''
  if (steps.some((step) => folders.has(step))) return true
  return !examples.test(name) && names.some((pattern) => pattern.test(name))
}
