import { createHash, sign } from 'node:crypto'
import { drawCertificate, signingInstant } from '../certificates/files/draw.ts'
import { certificatesOf } from '../certificates/reading/certificates-of.ts'
import { findById, type FoundCertificate } from '../certificates/reading/find.ts'
import { gatherEvidence } from '../certificates/files/gather-evidence.ts'
import { latestCheckpoint } from '../ledger/refuse-if-behind.ts'
import { placeSignature, type PreparedPdf } from '../rendering/certificate-pdf.ts'
import { signCms } from '../signing/sign-cms.ts'
import type { BenchRow } from './measure.ts'
import { benchStage } from './stage.ts'

export const pdfRow: BenchRow = {
  name: 'pdf',
  what: '证书 → 已签章的 PDF',
  limit: '复制同样大小 + SHA-256 + 一次 P-256 签名',
  target: 1 / 6,
  async prepare(setting) {
    const { ctx, document, close } = await benchStage(setting)
    const note = (await latestCheckpoint(ctx.database.read))?.note ?? ''
    const signedAt = signingInstant(ctx)
    // One person after another, as in a job: what is remembered of the last must not flatter the next.
    const people: (() => PreparedPdf)[] = []
    for (const { id } of await certificatesOf(ctx, document, null)) {
      const found = (await findById(ctx, ctx.database.read, id)) as FoundCertificate
      const evidence = await gatherEvidence(ctx.database.read, found, note)
      people.push(() => drawCertificate(ctx, found, evidence, signedAt, null))
    }
    let next = 0
    const draw = () => {
      const prepared = people[next++ % people.length]!()
      return placeSignature(prepared, signCms(prepared.digest, ctx.keyring.pdf))
    }
    const file = draw()
    return {
      figure: () => (draw(), 1),
      limit() {
        const copy = Uint8Array.from(file)
        sign('sha256', createHash('sha256').update(copy).digest(), ctx.keyring.pdf.privateKey)
        return 1
      },
      close,
    }
  },
}
