import { desc, eq } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { certificates, statusChanges } from '../schema.ts'

/** What last became of a certificate, to be joined laterally. */
export const latestChange = (handle: Handle) =>
  handle
    .select({
      state: statusChanges.state,
      since: statusChanges.effectiveOn,
      position: statusChanges.position,
    })
    .from(statusChanges)
    .where(eq(statusChanges.certificateId, certificates.id))
    .orderBy(desc(statusChanges.position))
    .limit(1)
    .as('latest')
