import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hex } from '../signing/bytes.ts'
import { checkpointFile } from './checkpoint-memory.ts'
import type { Checkpoint } from './checkpoint.ts'

/** The checkpoints an auditor has seen and checked, kept so that a log can never again say otherwise. */
export interface CheckpointHistory {
  /** Every note kept, in no order. */
  read(): Promise<readonly { readonly name: string; readonly note: string }[]>
  /** Keeps a checkpoint whose entries have been checked. */
  keep(checkpoint: Checkpoint, note: string): Promise<void>
  /** Further keys of the log, as vkeys, that a log signed by keys already trusted has named. */
  readKeys(): Promise<readonly string[]>
  keepKeys(vkeys: readonly string[]): Promise<void>
  /** Keeps one that contradicts the others, as evidence: both are signed by the log. Answers with its name. */
  accuse(checkpoint: Checkpoint, note: string): Promise<string>
}

const KEPT = /^\d+\.checkpoint$/

/**
 * A folder of them: `<size>.checkpoint`, `<size>-<root>.disputed` for evidence, and the keys learned in `keys`. Made
 * when it is not there.
 */
export const historyFolder = (path: string): CheckpointHistory => ({
  async read() {
    await mkdir(path, { recursive: true })
    const names = (await readdir(path)).filter((name) => KEPT.test(name))
    return Promise.all(names.map(async (name) => ({ name, note: await readFile(join(path, name), 'utf8') })))
  },
  async keep({ size }, note) {
    const file = checkpointFile(join(path, `${size}.checkpoint`))
    // The first one seen of a size stays: later ones differ in their cosignatures only.
    if ((await file.read()) === null) await file.write(note)
  },
  async readKeys() {
    return ((await checkpointFile(join(path, 'keys')).read()) ?? '').split('\n').filter((line) => line !== '')
  },
  async keepKeys(vkeys) {
    const all = new Set([...(await this.readKeys()), ...vkeys])
    await checkpointFile(join(path, 'keys')).write([...all].map((vkey) => `${vkey}\n`).join(''))
  },
  async accuse({ size, root }, note) {
    const name = `${size}-${hex(root.subarray(0, 8))}.disputed`
    await checkpointFile(join(path, name)).write(note)
    return name
  },
})
