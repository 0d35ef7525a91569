import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseNote } from '../signing/note.ts'
import { checkpointFile, type CheckpointMemory } from './checkpoint-memory.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { memoriesDisagree, memoryUnreadable, mirrorUnusable } from './refusals.ts'

/**
 * Two stores that must both have a checkpoint before it is served, the second on another disk (`folder`, which must be
 * there: an unmounted disk is not an empty one). Whichever is ahead is what was published; a crash between the two
 * leaves them a note apart, and the next writing mends that. Refuses `ledger/mirror-unusable`,
 * `ledger/memories-disagree`.
 */
export function mirrored(own: CheckpointMemory, folder: string): CheckpointMemory {
  const mirror = checkpointFile(join(folder, 'checkpoint'))
  return {
    async read() {
      await refuseUnlessThere(folder)
      const [first, second] = await Promise.all([own.read(), mirror.read()])
      return first === null || second === null ? (first ?? second) : ahead(first, second)
    },
    async write(note) {
      await refuseUnlessThere(folder)
      await own.write(note)
      try {
        await mirror.write(note)
      } catch (error) {
        throw mirrorUnusable(folder, (error as NodeJS.ErrnoException).code ?? String(error))
      }
    },
    async isSettled() {
      const [first, second] = await Promise.all([own.read(), mirror.read()])
      return first === second
    },
  }
}

function ahead(first: string, second: string): string {
  const [a, b] = [first, second].map((note) => parseCheckpoint(parseNote(note)?.text ?? ''))
  if (!a || !b) throw memoryUnreadable()
  // Their cosignatures may differ, what they say may not.
  if (a.size === b.size && parseNote(first)?.text !== parseNote(second)?.text) throw memoriesDisagree(a.size)
  return a.size >= b.size ? first : second
}

async function refuseUnlessThere(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error.code ?? String(error))
  if (typeof found === 'string') throw mirrorUnusable(folder, found)
  if (!found.isDirectory()) throw mirrorUnusable(folder, 'ENOTDIR')
}
