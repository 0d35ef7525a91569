import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { checkpointFile, type CheckpointMemory } from './checkpoint-memory.ts'
import { mirrored } from './mirrored-memory.ts'

/** Where a deployment remembers its last checkpoint outside the database: in its folder, and on a second disk if named. */
export function checkpointMemory({ dataDir, checkpointMirror }: Config): CheckpointMemory {
  const own = checkpointFile(join(dataDir, 'checkpoint'))
  return checkpointMirror === null ? own : mirrored(own, checkpointMirror)
}
