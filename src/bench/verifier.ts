import { Script, createContext } from 'node:vm'
import { verify as bareNoble, hashes } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { PAGE_ENTRIES } from '../app.ts'
import { makeTrustBundle } from '../certificates/publishing/make-trust-bundle.ts'
import { qrText } from '../credentials/qr-text.ts'
import { writeTrustBundle } from '../credentials/trust-bundle.ts'
import { openCose } from '../signing/cose.ts'
import { bundleForPage } from '../web/page-bundle.ts'
import type { BenchRow } from './measure.ts'
import { benchStage } from './stage.ts'

interface Page {
  readonly Zhengxin: { verify(text: string, bundle: string, options: object): { readonly verdict: string } }
}

/** verifier.js as a page runs it: the same engine as a browser's, without Node's modules. */
export const verifierRow: BenchRow = {
  name: 'verifier',
  what: '二维码文本 → 结论（verifier.js，网页里）',
  limit: '裸 noble 验签',
  target: 0.9,
  async prepare(setting) {
    const { ctx, found, close } = await benchStage(setting)
    const page = createContext({ TextEncoder, TextDecoder, URL })
    const script = await bundleForPage(PAGE_ENTRIES.verifier, { kind: 'global', name: 'Zhengxin' })
    new Script(script).runInContext(page)
    const { Zhengxin } = page as unknown as Page
    const text = qrText(ctx.config.publicOrigin, found.row.code, found.credentials.cwt)
    const bundle = writeTrustBundle(await makeTrustBundle(ctx), ctx.keyring)
    const envelope = openCose(found.credentials.cwt)
    if (typeof envelope === 'string') throw new Error(envelope)
    const { publicKey } = ctx.keyring.certificates
    hashes.sha512 = sha512
    const now = ctx.now()
    return {
      figure() {
        if (Zhengxin.verify(text, bundle, { now }).verdict !== 'valid') throw new Error('not valid')
        return 1
      },
      limit: () => (bareNoble(envelope.signature, envelope.signed, publicKey, { zip215: false }), 1),
      close,
    }
  },
}
