import { certificatesOf } from '../certificates/reading/certificates-of.ts'
import { signedRecord } from '../certificates/reading/signed-record.ts'
import { findById, type FoundCertificate } from '../certificates/reading/find.ts'
import { issueCertificates } from '../certificates/issue.ts'
import type { CertificateRecord } from '../credentials/record.ts'
import { checkpointMemory } from '../ledger/deployment-memory.ts'
import { publishCheckpoint } from '../ledger/publish.ts'
import { benchDeployment, type BenchDeployment } from './deployment.ts'
import type { BenchSetting } from './measure.ts'

/** A deployment with certificates really issued, and one of them at hand. */
export interface BenchStage extends BenchDeployment {
  /** The number of the document that names them all. */
  readonly document: string
  readonly found: FoundCertificate
  readonly record: CertificateRecord
}

export async function benchStage(setting: BenchSetting, people = 200): Promise<BenchStage> {
  const deployment = await benchDeployment(setting)
  const { ctx } = deployment
  const document = await deployment.confirmed(people)
  await issueCertificates(ctx, { document })
  await publishCheckpoint(ctx, checkpointMemory(ctx.config))
  const [first] = await certificatesOf(ctx, document, 1)
  const found = (await findById(ctx, ctx.database.read, first?.id ?? '')) as FoundCertificate
  return { ...deployment, document, found, record: signedRecord(ctx, found) }
}
