import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const NO_FONTS = fileURLToPath(new URL('no-fonts.conf', import.meta.url))

/** True when a tool is missing; says so, because a check that is silently left out looks like one that passed. */
export function lacks(...tools: readonly string[]): boolean {
  const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0)
  if (missing.length > 0)
    process.stderr.write(`SKIPPED: ${missing.join(', ')} not installed (see the test's name)\n`)
  return missing.length > 0
}

/** Runs a tool in a folder without system fonts; throws when it fails. */
export const run = (folder: string, tool: string, ...options: readonly string[]): Buffer =>
  execFileSync(tool, options, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TZ: 'Asia/Shanghai', FONTCONFIG_FILE: NO_FONTS },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  })

export interface Picture {
  readonly width: number
  readonly height: number
  /** 0 black … 255 white, row by row. */
  readonly pixels: Uint8Array
}

export const RENDERERS = ['pdftoppm', 'mutool'] as const

/** A page as one renderer draws it, in grey. */
export function render(
  renderer: (typeof RENDERERS)[number],
  folder: string,
  file: string,
  dpi: number,
): Picture {
  if (renderer === 'pdftoppm')
    return readPgm(run(folder, 'pdftoppm', '-gray', '-r', String(dpi), '-singlefile', file))
  run(folder, 'mutool', 'draw', '-q', '-c', 'gray', '-F', 'pgm', '-r', String(dpi), '-o', 'mutool.pgm', file)
  return readPgm(run(folder, 'cat', 'mutool.pgm'))
}

function readPgm(pgm: Buffer): Picture {
  const [head, width, height] = /^P5\s+(\d+) (\d+)\s+255\s/.exec(pgm.subarray(0, 64).toString('latin1'))!
  return { width: Number(width), height: Number(height), pixels: new Uint8Array(pgm.subarray(head.length)) }
}
