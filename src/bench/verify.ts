import { makeTrustBundle } from '../certificates/publishing/make-trust-bundle.ts'
import { qrText } from '../credentials/qr-text.ts'
import { judgeScanned, trustOf } from '../credentials/verdict.ts'
import { openCose } from '../signing/cose.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import type { BenchRow } from './measure.ts'
import { benchStage } from './stage.ts'

export const verifyRow: BenchRow = {
  name: 'verify',
  what: '二维码文本 → 离线结论（含状态清单）',
  limit: '裸 Ed25519 验签（node:crypto）',
  target: 0.8,
  async prepare(setting) {
    const { ctx, found, close } = await benchStage(setting)
    const text = qrText(ctx.config.publicOrigin, found.row.code, found.credentials.cwt)
    const trust = trustOf(await makeTrustBundle(ctx), verifyEd25519)
    const envelope = openCose(found.credentials.cwt)
    if (typeof envelope === 'string') throw new Error(envelope)
    const { publicKey } = ctx.keyring.certificates
    const now = ctx.now()
    return {
      figure() {
        if (judgeScanned(text, trust, now, verifyEd25519).verdict !== 'valid') throw new Error('not valid')
        return 1
      },
      limit: () => (verifyEd25519(publicKey, envelope.signed, envelope.signature), 1),
      close,
    }
  },
}
