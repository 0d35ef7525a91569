import { MARK_LENGTH, MARKS_LENGTH } from './marks.ts'

/** The rows of the batch a file corrects, by their marks: some 30 bytes a row. */
export interface FormerRows {
  /** The next rows, in order of position. */
  add(marks: Uint8Array): void
  /** Keeps a former row that says all this for the row that says it, told of every row of the file before any is taken. */
  keep(marks: Uint8Array): void
  /**
   * The former row that says all this, or is at least about the same person and kept for no other, and is not taken yet;
   * it is taken then. Null: a new row.
   */
  take(marks: Uint8Array): { readonly position: number; readonly isSame: boolean } | null
}

export function formerRows(most: number): FormerRows {
  const buckets = new Int32Array(1 << Math.ceil(Math.log2(most + 2)))
  const behind = new Int32Array(most + 1)
  const who = new BigUint64Array(most + 1)
  const said = new BigUint64Array(most + 1)
  const taken = new Uint8Array(most + 1)
  const kept = new Uint8Array(most + 1)
  let count = 0
  const bucketOf = (mark: bigint) => Number(mark & 0xffffffffn) & (buckets.length - 1)
  /** The row that says all this, or else the first one about the same person, among those that may be it; 0 without any. */
  const find = (marks: Uint8Array, mayBe: (at: number, isSame: boolean) => boolean): number => {
    const view = viewOf(marks)
    const [mark, says] = [view.getBigUint64(0), view.getBigUint64(MARK_LENGTH)]
    let first = 0
    for (let at = buckets[bucketOf(mark)]!; at !== 0; at = behind[at]!) {
      const isSame = said[at] === says
      if (who[at] !== mark || !mayBe(at, isSame)) continue
      first = at
      if (isSame) break
    }
    return first
  }
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
    keep(marks) {
      const position = find(marks, (at, isSame) => isSame && kept[at] === 0)
      if (position > 0) kept[position] = 1
    },
    take(marks) {
      const position = find(marks, (at, isSame) => taken[at] === 0 && (isSame || kept[at] === 0))
      if (position === 0) return null
      taken[position] = 1
      return { position, isSame: said[position] === viewOf(marks).getBigUint64(MARK_LENGTH) }
    },
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)
