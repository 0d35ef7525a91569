import { isUtf8 } from 'node:buffer'
import type { ByteSource } from './byte-source.ts'
import { unknownEncoding } from './refusals.ts'

/** Big5 cannot be told from GB18030 by its bytes: it is read only when somebody says so. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5'

/** A byte order mark, else strict UTF-8, else GB18030 (which holds GBK and GB2312). */
export function textEncodingOf(bytes: Uint8Array): TextEncodingName {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'gb18030'
}

/** The same of what does not stand in memory as a whole. */
export async function encodingOf(source: ByteSource): Promise<TextEncodingName> {
  let first = true
  const strict = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of source.pieces()) {
      const marked = first ? textEncodingOf(piece.subarray(0, 2)) : 'utf-8'
      if (marked.startsWith('utf-16')) return marked
      first = false
      strict.decode(piece, { stream: true })
    }
    strict.decode()
    return 'utf-8'
  } catch (error) {
    // A file that cannot be read is no question of its encoding.
    if (error instanceof TypeError) return 'gb18030'
    throw error
  }
}

/** The text in pieces, its byte order mark taken off. Bytes that stand for nothing refuse the file; none is replaced. */
export async function* decoded(source: ByteSource, encoding: TextEncodingName): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const piece of source.pieces()) yield orUnknown(() => decoder.decode(piece, { stream: true }))
  yield orUnknown(() => decoder.decode())
}

function orUnknown(decode: () => string): string {
  try {
    return decode()
  } catch {
    throw unknownEncoding()
  }
}
