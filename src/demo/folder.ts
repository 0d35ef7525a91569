import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolderUnusable } from '../platform/refusals.ts'

const MARKER = 'demo.json'
/** All that a demonstration and its lock ever put into a data folder. */
const OURS = new Set([
  MARKER,
  'database',
  'database.unfinished',
  'keys',
  'checkpoint',
  'checkpoint.new',
  'lock.sock',
  'lock.takeover',
])

/** Empties a folder that holds an earlier demonstration; refuses one that holds anything else. */
export function clearDemoFolder(folder: string): void {
  const found = readdirSync(folder)
  const isOurs = existsSync(join(folder, MARKER))
  const foreign = found.filter((name) => !(isOurs ? OURS.has(name) : name === 'lock.sock'))
  if (foreign.length > 0)
    throw dataFolderUnusable(
      folder,
      `里面已有不属于演示的内容（${foreign.slice(0, 3).join('、')}）：请用 DATA_DIR 指向一个空目录。`,
    )
  // The marker goes last, so that an interrupted clearing is still known as a demonstration's.
  for (const name of found)
    if (name !== MARKER && name !== 'lock.sock') rmSync(join(folder, name), { recursive: true })
}

/** How somebody signs in to the demonstration. Nothing but a demonstration keeps such a thing. */
export interface DemoLogin {
  readonly login: string
  readonly roleName: string
  readonly office: string
  readonly password: string
  readonly totp: string | null
}

/** From here on the folder is a demonstration's; `logins`: what `demo codes` reads. */
export const markDemoFolder = (folder: string, logins: readonly DemoLogin[] = []): void =>
  writeFileSync(
    join(folder, MARKER),
    `${JSON.stringify({ v: 1, what: 'zhengxin demo', logins }, null, 1)}\n`,
    { mode: 0o600 },
  )

/** Null where there has been no demonstration. */
export function demoLogins(folder: string): readonly DemoLogin[] | null {
  const file = join(folder, MARKER)
  if (!existsSync(file)) return null
  return (JSON.parse(readFileSync(file, 'utf8')) as { logins?: readonly DemoLogin[] }).logins ?? []
}
