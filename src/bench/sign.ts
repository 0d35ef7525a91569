import { signCwt } from '../credentials/cwt.ts'
import { openCose } from '../signing/cose.ts'
import type { BenchRow } from './measure.ts'
import { benchStage } from './stage.ts'

export const signRow: BenchRow = {
  name: 'sign',
  what: '证书内容 → 签名的 CWT',
  limit: '同样字节的裸 Ed25519 签名',
  target: 0.8,
  async prepare(setting) {
    const { ctx, found, record, close } = await benchStage(setting, 1)
    const envelope = openCose(found.credentials.cwt)
    if (typeof envelope === 'string') throw new Error(envelope)
    const signer = ctx.keyring.certificates
    return {
      figure: () => (signCwt(signer, record), 1),
      limit: () => (signer.sign(envelope.signed), 1),
      close,
    }
  },
}
