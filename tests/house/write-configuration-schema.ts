import { writeFileSync } from 'node:fs'
import { configurationJsonSchema } from './configuration-schema.ts'

// `npm run configuration-schema && npm run format`: writes the schema of the configuration again.

writeFileSync(
  'docs/configuration.schema.json',
  `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`,
)
