import { isUtf8 } from 'node:buffer'
import { unknownEncoding } from './refusals.ts'

/** Big5 cannot be told from GB18030 by its bytes: it is read only when somebody says so. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5'

const CHUNK = 64 * 1024

/** A byte order mark, else strict UTF-8, else GB18030 (which holds GBK and GB2312). */
export function textEncodingOf(bytes: Uint8Array): TextEncodingName {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'gb18030'
}

/** The text in pieces, its byte order mark taken off. Bytes that stand for nothing refuse the file; none is replaced. */
export function* decoded(bytes: Uint8Array, encoding: TextEncodingName): Generator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for (let at = 0; at < bytes.length; at += CHUNK)
    yield orUnknown(() => decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true }))
  yield orUnknown(() => decoder.decode())
}

function orUnknown(decode: () => string): string {
  try {
    return decode()
  } catch {
    throw unknownEncoding()
  }
}
