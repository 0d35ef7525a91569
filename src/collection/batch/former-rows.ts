import { MARK_LENGTH, MARKS_LENGTH } from './marks.ts'

/** The rows of the batch a file corrects, by their marks: some 30 bytes a row. */
export interface FormerRows {
  /** The next rows, in order of position. */
  add(marks: Uint8Array): void
  /**
   * The former row that says all this, or is at least about the same person, and is not taken yet; it is taken then. Null:
   * a new row.
   */
  take(marks: Uint8Array): { readonly position: number; readonly isSame: boolean } | null
}

export function formerRows(most: number): FormerRows {
  const buckets = new Int32Array(1 << Math.ceil(Math.log2(most + 2)))
  const behind = new Int32Array(most + 1)
  const who = new BigUint64Array(most + 1)
  const said = new BigUint64Array(most + 1)
  const taken = new Uint8Array(most + 1)
  let count = 0
  const bucketOf = (mark: bigint) => Number(mark & 0xffffffffn) & (buckets.length - 1)
  return {
    add(marks) {
      const view = viewOf(marks)
      for (let at = 0; at < marks.length; at += MARKS_LENGTH) {
        const position = ++count
        who[position] = view.getBigUint64(at)
        said[position] = view.getBigUint64(at + MARK_LENGTH)
        // A row whose person was erased has no marks any more, and is nobody's former row.
        if (who[position] === 0n) continue
        const bucket = bucketOf(who[position])
        behind[position] = buckets[bucket]!
        buckets[bucket] = position
      }
    },
    take(marks) {
      const view = viewOf(marks)
      const [mark, says] = [view.getBigUint64(0), view.getBigUint64(MARK_LENGTH)]
      let first = 0
      for (let at = buckets[bucketOf(mark)]!; at !== 0; at = behind[at]!) {
        if (who[at] !== mark || taken[at] === 1) continue
        first = at
        if (said[at] === says) break
      }
      if (first === 0) return null
      taken[first] = 1
      return { position: first, isSame: said[first] === says }
    },
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)
