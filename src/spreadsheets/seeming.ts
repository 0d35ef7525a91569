import { isUtf8 } from 'node:buffer'
import type { SeemingFormat } from './refusals.ts'
import { textEncodingOf } from './text-encoding.ts'

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const SAMPLE = 4096

/** What can be read, as far as its first bytes tell: it may still turn out to be no workbook. */
export type ReadableFormat = 'zip' | 'xls' | 'csv'

/** What the first bytes say a file is; `encrypted` is an OLE envelope. */
export function seemingFormat(bytes: Uint8Array): SeemingFormat | ReadableFormat | 'encrypted' {
  if (startsWith(bytes, OLE)) return seemingOle(bytes)
  const signature = SIGNATURES.find(([magic]) => startsWith(bytes, magic))
  return signature?.[1] ?? seemingText(bytes.subarray(0, SAMPLE))
}

const SIGNATURES: readonly (readonly [readonly number[], SeemingFormat | ReadableFormat])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'zip'],
  [[0x50, 0x4b, 0x05, 0x06], 'zip'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf'],
  [[0x89, 0x50, 0x4e, 0x47], 'image'],
  [[0xff, 0xd8, 0xff], 'image'],
  [[0x47, 0x49, 0x46, 0x38], 'image'],
  [[0x52, 0x61, 0x72, 0x21], 'archive'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'archive'],
  [[0x1f, 0x8b], 'archive'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'word'],
  // BIFF 2, 3, 4 and 5 outside an OLE envelope.
  [[0x09, 0x00], 'old-xls'],
  [[0x09, 0x02], 'old-xls'],
  [[0x09, 0x04], 'old-xls'],
  [[0x09, 0x08], 'old-xls'],
]

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte)

/** An OLE file names its streams in UTF-16: a workbook's, a document's, or the envelope of an encrypted package. */
function seemingOle(bytes: Uint8Array): SeemingFormat | 'xls' | 'encrypted' {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const holds = (stream: string) => buffer.includes(stream, 0, 'utf16le')
  if (holds('EncryptedPackage')) return 'encrypted'
  if (holds('Workbook\0')) return 'xls'
  if (holds('Book\0')) return 'old-xls'
  if (holds('WordDocument')) return 'word'
  return holds('PowerPoint Document') ? 'presentation' : 'unknown'
}

/** A table in text is told by its separators; what it holds is judged by whoever looks for its header. */
function seemingText(sample: Uint8Array): SeemingFormat | 'csv' {
  const wide = (sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)
  if (!wide && sample.includes(0)) return 'unknown'
  // A character may be cut at the end of the sample.
  const whole = sample.length < SAMPLE || isUtf8(sample) ? sample : sample.subarray(0, -3)
  const text = new TextDecoder(textEncodingOf(whole)).decode(whole).trimStart().toLowerCase()
  if (text.includes('urn:schemas-microsoft-com:office:spreadsheet')) return 'spreadsheetml-2003'
  if (/^(<\?xml[^>]*>\s*)?(<!doctype html|<html|<head|<meta|<table|<body|<div|<style)/.test(text))
    return 'html'
  if (text.startsWith('mime-version:')) return 'html'
  return /[,;\t]/.test(text) ? 'csv' : 'unknown'
}
