import { hmacSha256 } from '../../signing/sha256.ts'
import type { HistoryRow } from '../history-list.ts'

/** Of who a row is about, and of all it says: 16 bytes each. */
export const MARK_LENGTH = 16
export const MARKS_LENGTH = 2 * MARK_LENGTH

/** Keyed, so that whoever reads the database cannot try names and numbers. */
export function marksOf(key: Uint8Array, row: HistoryRow): Uint8Array {
  const { name, idType, fullNumber, employer } = row
  const who = fullNumber === null ? `|${name}|${employer}` : `${idType}|${fullNumber}|${name}`
  const { idNumber, series, specialty, title, level, route, obtainedOn, document, issuer, paper, remarks } =
    row
  const texts = [idNumber, employer, series, specialty, title, document, issuer, paper, remarks]
  const said = JSON.stringify([who, level, route, obtainedOn.value, ...texts])
  const marks = new Uint8Array(MARKS_LENGTH)
  marks.set(hmacSha256(key, who).subarray(0, MARK_LENGTH))
  marks.set(hmacSha256(key, said).subarray(0, MARK_LENGTH), MARK_LENGTH)
  return marks
}
