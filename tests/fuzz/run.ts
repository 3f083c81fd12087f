import { documentOf } from './documents.ts'
import { laws } from './laws.ts'

// npm run fuzz -- [HOW MANY] [FIRST]: reads so many made documents (default 1,000,000) and tells which break a law, or took longer than
// two seconds. Every tenth is printed and read again, too.

const [many = 1_000_000, first = 0] = process.argv.slice(2).map(Number)
const began = performance.now()
let slowest = { number: -1, time: 0 }
let wrong = 0
for (let number = first; number < first + many; number++) {
  const start = performance.now()
  try {
    laws(documentOf(number), number % 10 === 0)
  } catch (error) {
    wrong++
    if (wrong <= 20) process.stdout.write(`${number}: ${error instanceof Error ? error.message : String(error)}\n`) // prettier-ignore
  }
  const time = performance.now() - start
  if (time > slowest.time) slowest = { number, time }
  if (time > 2000) process.stdout.write(`${number}: took ${Math.round(time)} ms\n`)
  if ((number + 1) % 50_000 === 0) process.stderr.write(`${number + 1} documents, ${wrong} wrong\n`)
}
const seconds = Math.round((performance.now() - began) / 1000)
process.stdout.write(
  `${many} documents in ${seconds} s: ${wrong} broke a law; the slowest took ${Math.round(slowest.time)} ms (number ${slowest.number})\n`,
)
process.exitCode = wrong > 0 ? 1 : 0
