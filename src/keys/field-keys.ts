import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { FieldKeys } from '../signing/keyring.ts'
import { wrapMany } from './wrap-many.ts'

// RFC 3394 §2.2.3.1, the default initial value.
const KEY_WRAP_IV = Buffer.from('A6A6A6A6A6A6A6A6', 'hex')

/** The keys that protect persons, from two secrets of 32 bytes. */
export function fieldKeys(wrapping: Uint8Array, blinding: Uint8Array): FieldKeys {
  // A key of its own, so that no entry of the trail can be looked up among the numbers, or the other way round.
  const trail = new Uint8Array(hkdfSync('sha256', blinding, '', 'zhengxin/v1 trail', 32))
  const blindingSeed = new Uint8Array(hkdfSync('sha256', blinding, '', 'zhengxin/v1 integrity snapshot', 32))
  return {
    wrap(dataKey) {
      const cipher = createCipheriv('id-aes256-wrap', wrapping, KEY_WRAP_IV)
      return new Uint8Array(Buffer.concat([cipher.update(dataKey), cipher.final()]))
    },
    wrapMany: (dataKeys) => wrapMany(wrapping, dataKeys),
    // Throws when the wrapping is not ours: a foreign or altered key never decrypts to something plausible.
    unwrap(wrapped) {
      const cipher = createDecipheriv('id-aes256-wrap', wrapping, KEY_WRAP_IV)
      return new Uint8Array(Buffer.concat([cipher.update(wrapped), cipher.final()]))
    },
    blindIndex: (text) => new Uint8Array(createHmac('sha256', blinding).update(text, 'utf8').digest()),
    blindingSeed: () => blindingSeed,
    trailIndex: (text) => new Uint8Array(createHmac('sha256', trail).update(text, 'utf8').digest()),
  }
}
