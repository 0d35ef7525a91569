import type { OpenedPerson } from '../../people/in-bulk.ts'

/** Whom the last sets of rows registered, by document: the database may not know them yet. */
export interface RecentPersons {
  find(document: string): OpenedPerson | undefined
  add(document: string, person: OpenedPerson): void
  /** A set is given its persons. */
  turn(): void
}

/**
 * Sets of rows whose persons may not be committed yet when a later one's are looked up: of four threads two each that
 * wait for their commit, one that is being protected and one more that was asked for.
 */
const SETS = 16

export function recentPersons(): RecentPersons {
  // Two questions a row, however many sets: the older half goes when the newer one is full.
  let newer = new Map<string, OpenedPerson>()
  let older = newer
  let sets = 0
  return {
    find: (document) => newer.get(document) ?? older.get(document),
    add: (document, person) => void newer.set(document, person),
    turn() {
      if (++sets % SETS !== 0) return
      older = newer
      newer = new Map()
    },
  }
}
