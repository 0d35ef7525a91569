import type { Holder, RecentPersons } from './protect-rows.ts'

/**
 * Sets of rows whose persons may not be committed yet when a later set is looked up: two that wait for their commit, one
 * that is being protected, and a margin.
 */
const SETS = 6

export function recentPersons(): RecentPersons & { turn(): void } {
  // Two questions a row, however many sets: the older half goes when the newer one is full.
  let newer = new Map<string, Holder>()
  let older = newer
  let sets = 0
  return {
    find: (document) => newer.get(document) ?? older.get(document),
    add: (document, holder) => void newer.set(document, holder),
    /** A set is finished. */
    turn() {
      if (++sets % SETS !== 0) return
      older = newer
      newer = new Map()
    },
  }
}
