import { shanghaiInstant } from '../../calendar/day.ts'
import type { Context } from '../../platform/context.ts'
import { prepareCertificate, type PreparedPdf } from '../../rendering/certificate-pdf.ts'
import { utf8 } from '../../signing/bytes.ts'
import { ATTACHED } from './attached.ts'
import { faceOf } from './face.ts'
import type { FoundCertificate } from '../reading/find.ts'
import { signedRecord } from '../reading/signed-record.ts'
import { encodeEvidence, type LedgerEvidence } from './ledger-evidence.ts'

/** The certificate's file without its signature: the same inputs give the same bytes, for ever. */
export function drawCertificate(
  ctx: Context,
  found: FoundCertificate,
  evidence: LedgerEvidence,
  signedAt: string,
  photo: Uint8Array | null,
): PreparedPdf {
  const { cwt, sdJwt } = found.credentials
  const face = faceOf(signedRecord(ctx, found), {
    id: found.row.id,
    origin: found.row.origin,
    code: found.row.code,
    cwt,
  })
  return prepareCertificate(
    photo ? { ...face, photo } : face,
    [
      {
        name: ATTACHED.sdJwt,
        mime: 'application/dc+sd-jwt',
        relationship: 'Data',
        description: '可验证凭证（SD-JWT VC）',
        bytes: utf8(sdJwt),
      },
      {
        name: ATTACHED.cwt,
        mime: 'application/cwt',
        relationship: 'Data',
        description: '二维码中的签名凭证（CWT）',
        bytes: cwt,
      },
      {
        name: ATTACHED.proof,
        mime: 'text/plain',
        relationship: 'Supplement',
        description: '存证链收录证明（tlog-proof）',
        bytes: utf8(encodeEvidence(evidence)),
      },
    ],
    new Date(signedAt),
  )
}

/** The instant a file made now will carry. */
export const signingInstant = (ctx: Context): string => shanghaiInstant(ctx.now())
