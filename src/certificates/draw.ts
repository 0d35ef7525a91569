import { shanghaiInstant } from '../calendar/day.ts'
import { verifySdJwt } from '../credentials/sd-jwt.ts'
import type { CertificateRecord } from '../credentials/record.ts'
import { settle } from '../credentials/trusted-key.ts'
import type { Context } from '../platform/context.ts'
import { prepareCertificate, type PreparedPdf } from '../rendering/certificate-pdf.ts'
import { utf8 } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { ATTACHED } from './attached.ts'
import { faceOf } from './face.ts'
import type { FoundCertificate } from './find.ts'
import { encodeEvidence, type LedgerEvidence } from './ledger-evidence.ts'
import { recordUnreadable } from './refusals.ts'
import { trustedKeys } from './trusted-keys.ts'

/** What the issuer signed, read back from the envelope: a file is drawn from signed content only. */
export function signedRecord(ctx: Context, found: FoundCertificate): CertificateRecord {
  const alone = verifySdJwt(found.credentials.sdJwt, trustedKeys(ctx.keyring.history), verifyEd25519)
  const verified = settle(alone, Number(found.ledgerIndex))
  if (!verified.ok || verified.record.issuer.name === null) throw recordUnreadable(found.row.number)
  return { ...verified.record, issuer: { ...verified.record.issuer, name: verified.record.issuer.name } }
}

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
