import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { inject } from 'vitest'

export interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
}

/** `zhengxin …` as a process of its own, from a folder of the test's. */
export function zhengxin(
  argv: readonly string[],
  { cwd, environment = {}, input = '' }: { cwd: string; environment?: NodeJS.ProcessEnv; input?: string },
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...START, ...argv],
      { cwd, env: environmentOf(environment), maxBuffer: 1 << 26 },
      (error, out, err) => resolve({ exit: error ? Number(error.code ?? 99) : 0, out, err }),
    )
    child.stdin?.end(input)
  })
}

/** The same, begun and left to itself. */
export const begun = (argv: readonly string[], { cwd }: { cwd: string }): ChildProcess =>
  spawn(process.execPath, [...START, ...argv], { cwd, env: environmentOf({}), stdio: 'ignore' })

/** The same, left running; resolves when it has printed `until`. */
export async function started(
  argv: readonly string[],
  { cwd, environment = {}, until }: { cwd: string; environment?: NodeJS.ProcessEnv; until: RegExp },
): Promise<{ child: ChildProcess; out: () => string; stop(signal?: NodeJS.Signals): Promise<void> }> {
  const child = spawn(process.execPath, [...START, ...argv], { cwd, env: environmentOf(environment) })
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (until.test(text)) resolve()
    })
    child.once('exit', () => reject(new Error(`stopped early: ${text}`)))
  })
  return {
    child,
    out: () => text,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

const START = [join(inject('house'), 'dist/cli.js')]

// A run on PostgreSQL has DATABASE_URL set; these processes bring their own setting.
function environmentOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...inherited } = process.env
  return { ...inherited, ...environment }
}
