// Bundled into pages: no node modules here.
import { fromHex, latin1 } from '../signing/bytes.ts'
import { verifyCms } from '../signing/cms.ts'
import { readElement } from '../signing/der.ts'
import { PRODUCER } from './metadata.ts'
import { digestAround, hasByteRange, slotBefore, SLOT_BYTES } from './signature-slot.ts'

export type PdfProblem =
  'pdf-altered' | 'pdf-not-ours' | 'pdf-several-revisions' | 'pdf-no-credential' | 'malformed'

export type SignedPdf =
  | {
      readonly ok: true
      readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[]
      /** The claimed time of signing (/M). */
      readonly signedAt: Date
      /** Which of the roots its chain leads to. */
      readonly root: Uint8Array
    }
  | { readonly ok: false; readonly reason: PdfProblem }

const MOST_BYTES = 10 * 1024 * 1024
/** Cross-reference table and trailer of a certificate: some 60 objects of 20 bytes. */
const MOST_TAIL = 16 * 1024

/**
 * Reads one of our PDFs: one revision, one signature over the whole file but its own slot, by a chain to one of
 * `roots` that held at the claimed time. Never throws; work is linear in the file's size.
 *
 * It knows only the layout certificate-pdf.ts writes. A general parser would have to be trusted with hostile input and
 * to see what other readers see; here every byte outside the slot is either what our key signed or the file is refused.
 */
export function readSignedPdf(bytes: Uint8Array, roots: readonly Uint8Array[]): SignedPdf {
  if (bytes.length > MOST_BYTES) return failed('malformed')
  const file = latin1(bytes)
  if (!looksOurs(file)) return failed(foreignProblem(file))
  if (count(file, '%%EOF') > 1) return failed('pdf-several-revisions')

  const offsets = readTable(file)
  const signedAt = offsets && readSignedAt(file, offsets)
  if (!offsets || !signedAt) return failed('pdf-altered')
  const slotAt = slotBefore(offsets[0]!)
  if (slotAt < 0 || count(file, '/ByteRange') !== 1 || !hasByteRange(file, slotAt))
    return failed('pdf-altered')
  const cms = readSlot(file, slotAt)
  if (!cms) return failed('pdf-altered')

  const verdict = verifyCms(cms, digestAround(bytes, slotAt), roots, signedAt)
  if (!verdict.ok) {
    const foreign = ['untrusted', 'expired', 'wrong-key-usage'].includes(verdict.reason)
    return failed(foreign ? 'pdf-not-ours' : 'pdf-altered')
  }
  const attachments = readAttachments(file, bytes, offsets)
  if (attachments.length === 0) return failed('pdf-no-credential')
  return { ok: true, attachments, signedAt, root: verdict.root }
}

const failed = (reason: PdfProblem): SignedPdf => ({ ok: false, reason })

function count(file: string, mark: string): number {
  let found = 0
  for (let at = file.indexOf(mark); at >= 0; at = file.indexOf(mark, at + 1)) found++
  return found
}

// Any one of these tells an altered certificate from a stranger's file: no single change removes them all.
const looksOurs = (file: string): boolean =>
  file.includes(`/Producer(${PRODUCER})`) || file.includes('/FT/Sig/T(Seal)')

function foreignProblem(file: string): PdfProblem {
  if (!file.slice(0, 1024).includes('%PDF-')) return 'malformed'
  return file.includes('/ByteRange') ? 'pdf-not-ours' : 'pdf-no-credential'
}

const TABLE =
  /^xref\n0 (\d+)\n0000000000 65535 f \n((?:\d{10} 00000 n \n)+)trailer\n<<\/Size (\d+)\/Root 1 0 R\/Info \d+ 0 R\/ID\[<([0-9A-F]{32})><\4>\]>>\nstartxref\n(\d+)\n%%EOF\n$/

/** Where each object starts; in place of object 0, where the table does. */
function readTable(file: string): number[] | null {
  const end = /startxref\n(\d{1,8})\n%%EOF\n$/.exec(file.slice(-64))
  const tableAt = Number(end?.[1] ?? Number.NaN)
  if (!(file.length - tableAt <= MOST_TAIL)) return null
  const table = TABLE.exec(file.slice(tableAt))
  if (!table) return null
  const offsets = table[2]!.match(/\d{10}/g)!.map(Number)
  const size = String(offsets.length + 1)
  return table[1] === size && table[3] === size ? [tableAt, ...offsets] : null
}

/** The first `length` bytes of an object as Latin-1; empty if there is no such object. */
function objectText(file: string, offsets: readonly number[], id: number, length: number): string {
  const at = id > 0 ? offsets[id] : undefined
  return at === undefined ? '' : file.slice(at, at + length)
}

/** Object 4 is the signature. */
function readSignedAt(file: string, offsets: readonly number[]): Date | null {
  const head = objectText(file, offsets, 4, 256)
  const date = /^4 0 obj\n<<\/Type\/Sig.*?\/M\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\+08'00'\)/.exec(head)
  if (!date) return null
  const [, year, month, day, hour, minute, second] = date
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`)
  return Number.isNaN(instant.getTime()) ? null : instant
}

/** The CMS in the slot, all the rest of which must be zeros: the slot is the one place no signature covers. */
function readSlot(file: string, slotAt: number): Uint8Array | null {
  const text = file.slice(slotAt, slotAt + 2 * SLOT_BYTES + 2)
  if (!text.startsWith('<') || !text.endsWith('>')) return null
  try {
    const slot = fromHex(text.slice(1, -1))
    const cms = readElement(slot).whole
    return slot.subarray(cms.length).every((byte) => byte === 0) ? cms : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Only called on bytes our key signed. */
function readAttachments(
  file: string,
  bytes: Uint8Array,
  offsets: readonly number[],
): { name: string; bytes: Uint8Array }[] {
  const names = /\/EmbeddedFiles<<\/Names\[(.*?)\]/.exec(objectText(file, offsets, 1, 8192))?.[1] ?? ''
  const attachments: { name: string; bytes: Uint8Array }[] = []
  for (const [, name, id] of names.matchAll(/\(([^()]+)\)(\d+) 0 R/g)) {
    const specification = objectText(file, offsets, Number(id), 4096)
    const stream = Number(/\/EF<<\/F (\d+) 0 R/.exec(specification)?.[1] ?? 0)
    const head = /^\d+ 0 obj\n<<.*?\/Length (\d+)>>\nstream\n/.exec(objectText(file, offsets, stream, 1024))
    if (!name || !head) continue
    const at = offsets[stream]! + head[0].length
    attachments.push({ name, bytes: bytes.slice(at, at + Number(head[1])) })
  }
  return attachments
}
