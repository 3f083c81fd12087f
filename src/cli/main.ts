import type { Command } from 'commander'
import { exits, type Exit } from './exit.ts'
import { explain } from './explain.ts'
import { processIo, type Io } from './io.ts'

/** Runs the command line. Gives the exit code; never exits and never throws. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  quietPipes(io)
  let code: Exit = exits.done
  try {
    const { program } = await import('./program.ts')
    const command: Command = program(io, (exit) => (code = exit))
    await command.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    return explain(error, io)
  }
}

/** A reader that has seen enough (`goap log | head`) ends the output, not with an error. */
function quietPipes({ stdout }: Io): void {
  if (stdout !== process.stdout) return
  process.stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'EPIPE') process.exit(exits.done)
    throw error
  })
}
