import { EXIT, type Terminal } from './platform/command.ts'
import { Refusal } from './platform/refusal.ts'
import type { Reply } from './platform/folder-lock.ts'

const BAR_WIDTH = 30

const bar = (what: string, done: number, total: number): string => {
  const full = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH)
  return `${what} [${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}] ${done}/${total}`
}

/** This process's own terminal. Bars move where they can; elsewhere only the finished one is written. */
export function ownTerminal(): Terminal {
  const { stdout, stderr } = process
  // Whoever reads us may stop early (`| head`): the verdict is in the exit code all the same.
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe)
  return {
    cwd: process.cwd(),
    out: (line) => stdout.write(`${line}\n`),
    err: (line) => stderr.write(`${line}\n`),
    progress(what, done, total) {
      if (stderr.isTTY) stderr.write(`\r${bar(what, done, total)}${done >= total ? '\n' : ''}`)
      else if (done >= total) stderr.write(`${bar(what, done, total)}\n`)
    },
    input: readInput,
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** The terminal of a process that sent its command to the service. */
export const forwardedTerminal = (
  cwd: string,
  input: Uint8Array,
  reply: (line: Reply) => void,
): Terminal => ({
  cwd,
  out: (line) => reply({ out: line }),
  err: (line) => reply({ err: line }),
  progress(what, done, total) {
    if (done >= total) reply({ err: bar(what, done, total) })
  },
  input: () => Promise.resolve(input),
})

export async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return new Uint8Array(Buffer.concat(chunks))
}

/** A refusal as one sentence and an exit code; a bug is shown whole. */
export function explain(terminal: Terminal, error: unknown, refused: number = EXIT.no): number {
  if (!(error instanceof Refusal)) {
    terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 70
  }
  terminal.err(error.message)
  // What a page must not tell of this machine, its operator needs.
  const { folder } = error.facts
  if (typeof folder === 'string' && !error.message.includes(folder)) terminal.err(folder)
  return error.code === 'usage' ? EXIT.usage : refused
}
