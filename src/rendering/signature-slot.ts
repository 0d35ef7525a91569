// Bundled into pages: no node modules here.
import { utf8 } from '../signing/bytes.ts'
import { sha256 } from '../signing/sha256.ts'
import { textString } from './pdf-objects.ts'

/** Room for a CMS: 1.6 KB today, with a time-stamp token of a licensed authority about 5 KB. */
export const SLOT_BYTES = 6144

/** Ten digits each, blank-padded, so that the numbers can be written after the file's length is known. */
const RANGE_WIDTH = 35
const RANGE_KEY = '/ByteRange['
const CONTENTS_KEY = ']/Contents'
const DICTIONARY_END = '>>'
const TAIL = `${DICTIONARY_END}\nendobj\n`.length
/** `<`, the digits, `>`. */
const SLOT_WIDTH = 2 * SLOT_BYTES + 2
const ZEROS = '0'.repeat(2 * SLOT_BYTES)

/**
 * The signature dictionary, and where in it the `<` of /Contents stands. Certified with no change permitted (DocMDP
 * P 1): readers then report any later revision. ISO 32000-1 §12.8, EN 319 142-1 §5.3.
 */
export function signatureDictionary(date: string, signer: string): { body: string; contentsAt: number } {
  const head =
    `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M${date}/Name${textString(signer)}` +
    `/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]` +
    `${RANGE_KEY}${' '.repeat(RANGE_WIDTH)}${CONTENTS_KEY}`
  return { body: `${head}<${ZEROS}>${DICTIONARY_END}`, contentsAt: head.length }
}

/** What a signature covers in a file of `length` whose slot starts at `slotAt`: all but the slot. */
export function byteRangeOf(slotAt: number, length: number): [number, number, number, number] {
  const after = slotAt + SLOT_WIDTH
  return [0, slotAt, after, length - after]
}

/** The text between the brackets of /ByteRange. */
function byteRangeText(slotAt: number, length: number): string {
  return byteRangeOf(slotAt, length).join(' ').padEnd(RANGE_WIDTH)
}

/** Writes /ByteRange into a finished file whose `<` of /Contents is at `slotAt`. */
export function writeByteRange(bytes: Uint8Array, slotAt: number): void {
  bytes.set(utf8(byteRangeText(slotAt, bytes.length)), slotAt - CONTENTS_KEY.length - RANGE_WIDTH)
}

/** Whether the slot at `slotAt` is the one its /ByteRange leaves out of the whole file (one character a byte). */
export function hasByteRange(file: string, slotAt: number): boolean {
  const expected = RANGE_KEY + byteRangeText(slotAt, file.length) + CONTENTS_KEY
  return file.slice(Math.max(0, slotAt - expected.length), slotAt) === expected
}

/** Where the slot starts in a file whose cross-reference table starts at `tableAt`: the signature comes right before. */
export const slotBefore = (tableAt: number): number => tableAt - TAIL - SLOT_WIDTH

/** SHA-256 of a file without the slot that starts at `slotAt`. */
export const digestAround = (bytes: Uint8Array, slotAt: number): Uint8Array =>
  sha256(bytes.subarray(0, slotAt), bytes.subarray(slotAt + SLOT_WIDTH))
