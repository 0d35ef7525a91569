import { createHash } from 'node:crypto'
import { z } from 'zod'
import { LEVEL_GROUPS } from '../../policy/level-group.ts'
import { fromUtf8, utf8 } from '../../signing/bytes.ts'
import { verifyEd25519 } from '../../signing/ed25519.ts'
import { openJws, signJws } from '../../signing/jws.ts'
import type { Signer } from '../../signing/signer.ts'

const TYPE = 'application/zhengxin-collection+jws'
const TRAILER = utf8('#zhengxin ')
const NEWLINE = 10
const LONGEST_TRAILER = 1_048_576

const manifestShape = z.strictObject({
  format: z.literal(1),
  place: z.string(),
  kind: z.enum(['past', 'current']),
  /** Credit code. */
  office: z.string(),
  version: z.int().min(1),
  madeOn: z.iso.date(),
  rows: z.int().min(0),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Every cell that is done, with its records; nought is a zero return. */
  cells: z.array(
    z.tuple([
      z.int(),
      z.enum(LEVEL_GROUPS),
      z.enum(['review', 'assessment', 'confirmation']),
      z.int().min(0),
    ]),
  ),
})

/** What a report says of itself, under its signature. */
export type Manifest = z.output<typeof manifestShape>

export const rowsDigest = (csv: Uint8Array): string => createHash('sha256').update(csv).digest('hex')

/** The list of rows, as any spreadsheet reads it, and a last line that signs it. */
export function sealReport(signer: Signer, csv: Uint8Array, manifest: Manifest): Uint8Array {
  const jws = signJws(signer, TYPE, manifest)
  return new Uint8Array(Buffer.concat([csv, TRAILER, utf8(jws), utf8('\n')]))
}

export type ReportFault = 'no-signature' | 'wrong-signature' | 'altered'

/** Takes a report apart; it says nothing before its signature under this very key and its digest are right. */
export function openReport(
  bytes: Uint8Array,
  publicKey: Uint8Array,
): { readonly csv: Uint8Array; readonly manifest: Manifest } | { readonly fault: ReportFault } {
  const at = trailerAt(bytes)
  if (at === null || bytes.length - at > LONGEST_TRAILER) return { fault: 'no-signature' }
  const opened = openJws(trailerText(bytes, at), TYPE)
  if (typeof opened === 'string') return { fault: 'no-signature' }
  if (!verifyEd25519(publicKey, opened.signed, opened.signature)) return { fault: 'wrong-signature' }
  const read = manifestShape.safeParse(opened.payload)
  if (!read.success) return { fault: 'no-signature' }
  const csv = bytes.slice(0, at)
  const sum = read.data.cells.reduce((all, [, , , records]) => all + records, 0)
  return rowsDigest(csv) === read.data.digest && sum === read.data.rows
    ? { csv, manifest: read.data }
    : { fault: 'altered' }
}

/** Where the last line begins, when it is a signature. */
function trailerAt(bytes: Uint8Array): number | null {
  const end = bytes.at(-1) === NEWLINE ? bytes.length - 1 : bytes.length
  const at = bytes.subarray(0, end).lastIndexOf(NEWLINE) + 1
  return TRAILER.every((byte, i) => bytes[at + i] === byte) ? at : null
}

function trailerText(bytes: Uint8Array, at: number): string {
  try {
    return fromUtf8(bytes.subarray(at + TRAILER.length)).trimEnd()
  } catch {
    return ''
  }
}
