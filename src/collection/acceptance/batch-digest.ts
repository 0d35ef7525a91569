import { createHash } from 'node:crypto'
import { utf8 } from '../../signing/bytes.ts'
import { canonicalJson } from '../../signing/canonical-json.ts'

/** The approvals' word for a batch. */
export const BATCH_APPROVAL = 'collection.batch'

/** What approvers agree to: the rows, and what was decided about them. SHA-256, hex. */
export const batchDigest = (
  batch: { readonly digest: string },
  standing: { readonly digest: string },
): string =>
  createHash('sha256')
    .update(
      utf8(`zhengxin/v1|collection.batch|${canonicalJson({ rows: batch.digest, decided: standing.digest })}`),
    )
    .digest('hex')
