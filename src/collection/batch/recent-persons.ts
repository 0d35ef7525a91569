import type { Holder, RecentPersons } from './protect-rows.ts'

/**
 * Sets of rows whose persons may not be committed yet when a later set is looked up: two that wait for their commit, one
 * that is being protected, and a margin.
 */
const GENERATIONS = 6

export function recentPersons(): RecentPersons & { turn(): void } {
  let generations: Map<string, Holder>[] = [new Map()]
  return {
    find(document) {
      for (const generation of generations) {
        const found = generation.get(document)
        if (found) return found
      }
      return undefined
    },
    add: (document, holder) => void generations[0]?.set(document, holder),
    /** A set is finished. */
    turn() {
      generations = [new Map<string, Holder>(), ...generations.slice(0, GENERATIONS - 1)]
    },
  }
}
