import { readFileSync, writeFileSync } from 'node:fs'
import { draw, embed } from './drawing.ts'

// `npm run architecture`: draws the picture in ARCHITECTURE.md again.

const page = readFileSync('ARCHITECTURE.md', 'utf8')
writeFileSync('ARCHITECTURE.md', embed(page, await draw(process.cwd())))
