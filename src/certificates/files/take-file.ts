import { eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { isCode } from '../reading/find.ts'
import { makeFiles, type CertificateFile } from './make-files.ts'
import { certificateNotFound, purposeNeeded } from '../refusals.ts'
import { certificates } from '../schema.ts'

/**
 * Hands out a certificate's signed PDF. It names a person, so it takes a purpose and is recorded before the file is
 * drawn. Refuses `certificates/not-found`, also for one out of reach, `certificates/purpose-needed`, and
 * `identity/not-allowed` when the file was never signed and the actor may not issue.
 */
export async function takeFile(ctx: Context, certificateId: string): Promise<CertificateFile> {
  if (ctx.actor.purpose === null) throw purposeNeeded()
  if (!isCode(certificateId)) throw certificateNotFound(certificateId)
  await ctx.database.transaction(async (tx) => {
    const [row] = await tx
      .select({ authorityId: certificates.authorityId, personId: certificates.personId })
      .from(certificates)
      .where(eq(certificates.id, certificateId))
    if (!row) throw certificateNotFound(certificateId)
    await authorise(ctx, tx, 'certificates.read', row.authorityId, certificateNotFound(certificateId))
    await recordAct(ctx, tx, {
      act: 'certificates.read',
      officeId: row.authorityId,
      about: certificateId,
      subjects: [row.personId],
      facts: { file: true },
    })
  })
  const [file] = await makeFiles(ctx, [certificateId])
  if (!file) throw certificateNotFound(certificateId)
  return file
}
