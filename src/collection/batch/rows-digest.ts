import { sha256 } from '../../signing/sha256.ts'
import { fromBase64url, utf8 } from '../../signing/bytes.ts'

/** The digest of a batch before its first rows. */
export const digestStart = (batchId: string): Uint8Array =>
  sha256(utf8(`zhengxin/v1|collection-batch|${batchId}`))

/** The digest with one more set of rows, by the root of its seals (base64url). */
export const digestNext = (before: Uint8Array, rowRoot: string): Uint8Array =>
  sha256(before, fromBase64url(rowRoot))
