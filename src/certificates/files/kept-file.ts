import { and, desc, eq, notInArray, sql, type SQL } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import type { KeyRecord } from '../../signing/keyring.ts'
import { certificateFiles, certificates } from '../schema.ts'

type History = readonly KeyRecord[]

/** Its newest file that is worth handing out: sealed by a key nobody else had; undefined when there is none. */
export async function keptFile(
  handle: Handle,
  history: History,
  certificateId: string,
): Promise<typeof certificateFiles.$inferSelect | undefined> {
  const [row] = await handle
    .select()
    .from(certificateFiles)
    .where(and(eq(certificateFiles.certificateId, certificateId), isWorthy(history)))
    .orderBy(desc(certificateFiles.version))
    .limit(1)
  return row
}

/** Of certificates: there is none, and there may be one. An erased certificate has nothing left to draw. */
export const isWithoutFile = (history: History): SQL =>
  sql`(${certificates.sealSalt} is not null and not exists (select from ${certificateFiles} where ${certificateFiles.certificateId} = ${certificates.id} and ${isWorthy(history)}))`

/** How many files it has had; the next one's version follows. */
export async function filesMade(handle: Handle, certificateId: string): Promise<number> {
  return handle.$count(certificateFiles, eq(certificateFiles.certificateId, certificateId))
}

// What a stolen key sealed, nobody can tell from the owner's without the books: whoever holds such a file gets another.
const isWorthy = (history: History): SQL =>
  notInArray(
    certificateFiles.kid,
    history
      .filter(({ purpose, state }) => purpose === 'pdf' && state === 'compromised')
      .map(({ kid }) => kid),
  )
