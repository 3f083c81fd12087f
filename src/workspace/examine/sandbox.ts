import { GoapError } from '../../base/index.ts'
import { backendsHere, chosenBackend, type BackendChoice, type BackendHere } from '../../sandbox/index.ts' // prettier-ignore
import { defaultConfiguration, readConfiguration } from '../configuration.ts'
import type { Workspace } from '../find-workspace.ts'
import { ok, wrong, type Condition } from './finding.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where scripts can run here, and whether that is where they shall. */
export async function sandboxState(
  workspace: Pick<Workspace, 'configuration'>,
  environment: Environment,
): Promise<Condition> {
  try {
    return sandboxFound(await backendsHere(), await choiceOf(workspace, environment))
  } catch (error) {
    if (!(error instanceof GoapError)) throw error
    return wrong('sandbox', 'error', error.message, error.hint)
  }
}

/** The same of what was found, for what was chosen. */
export function sandboxFound(found: readonly BackendHere[], chosen: BackendChoice): Condition {
  const lack = found.find(({ backend, missing }) => backend === chosen && missing !== null)
  const others = found.filter((one) => one !== lack)
  const says = [workingOf(found), ...others.flatMap(lacking)].join('; ')
  if (found.every(({ missing }) => missing !== null))
    return wrong('sandbox', 'error', says, '`goap sandbox health` says more')
  return lack
    ? wrong('sandbox', 'error', `scripts shall run in ${lack.backend}, which ${lack.missing}; ${says}`, lack.hint ?? '`goap sandbox health` says more') // prettier-ignore
    : ok('sandbox', says)
}

/** A configuration that cannot be read is told of elsewhere. */
async function choiceOf(
  { configuration }: Pick<Workspace, 'configuration'>,
  environment: Environment,
): Promise<BackendChoice> {
  const { sandbox } = await readConfiguration(configuration).catch(() => defaultConfiguration)
  return chosenBackend({ environment, configured: sandbox.backend }).backend
}

function workingOf(found: readonly BackendHere[]): string {
  const names = found.flatMap(({ backend, missing, confined }) => missing !== null ? [] : [confined ? `${backend} (confined)` : backend]) // prettier-ignore
  return names.length === 0 ? 'scripts can run nowhere' : `scripts can run in ${names.join(', ')}`
}

function lacking({ backend, missing }: BackendHere): readonly string[] {
  return missing === null ? [] : [`${backend} ${missing}`]
}
