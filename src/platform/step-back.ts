import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Between nobody's turn and everybody's: as `nice` does without being told. */
const BEHIND_OTHERS = 10

/**
 * Called in a thread whose work may take long: from then on whoever asks the service something has the processor first.
 * Where the system has no priority of threads (all but Linux), nothing changes.
 */
export function stepBack(): void {
  try {
    // A link read at once is read by this thread: `<process>/task/<thread>`.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    if (thread > 0 && thread !== process.pid) setPriority(thread, BEHIND_OTHERS)
  } catch {
    // Asked for what is only a courtesy.
  }
}
