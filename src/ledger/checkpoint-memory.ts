import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Where the last signed checkpoint is kept outside the database, so that a restored or rewound database is noticed.
 * It must never be rolled back together with the database.
 */
export interface CheckpointMemory {
  /** The last note written, or null when there never was one. */
  read(): Promise<string | null>
  /** Resolves once the note would survive a power cut. */
  write(note: string): Promise<void>
  /** Of more than one store: do they hold the same? One that lags is written again even when there is nothing new. */
  isSettled?(): Promise<boolean>
}

/** A file. A crash leaves the old note or the new one, never a part. One writer: the holder of the ledger's lock. */
export const checkpointFile = (path: string): CheckpointMemory => ({
  async read() {
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  },
  async write(note) {
    const folder = dirname(path)
    await mkdir(folder, { recursive: true })
    const fresh = `${path}.new`
    await synced(fresh, 'w', (file) => file.writeFile(note))
    await rename(fresh, path)
    // The new name itself is only safe once its folder is.
    await synced(folder, 'r', () => Promise.resolve())
  },
})

type FileHandle = Awaited<ReturnType<typeof open>>

async function synced(
  path: string,
  flags: 'r' | 'w',
  act: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags)
  try {
    await act(file)
    await file.sync()
  } finally {
    await file.close()
  }
}
