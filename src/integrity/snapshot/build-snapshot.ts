import { createCipheriv } from 'node:crypto'
import type { Day } from '../../calendar/day.ts'
import { askThread } from '../../platform/ask-thread.ts'
import { leafMaker, snapshotOf, type SnapshotPart } from './tree.ts'
import { OUTPUT_LENGTH } from './vrf.ts'

/** What a snapshot is made of. */
export interface SnapshotParts {
  readonly day: Day
  /** 32 fresh random bytes, from which all the filling is drawn. */
  readonly seed: Uint8Array
}

export type BuiltSnapshot = ReturnType<typeof snapshotOf>

/** Makes the tree of a day: blinded names first, stretch after stretch, then the whole. */
export interface SnapshotBuilder {
  /** 64 bytes each; their memory is taken over. */
  add(names: Uint8Array): Promise<unknown>
  build(of: SnapshotParts): Promise<BuiltSnapshot>
  close(): Promise<unknown>
}

/** What goes to a thread. */
export type Building = { readonly names: Uint8Array } | SnapshotParts

const THREAD = new URL(`./snapshot-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/** Where everything else waits for it: for few names only. */
export function builderHere(): SnapshotBuilder {
  const all: Uint8Array[] = []
  return {
    add: (names) => Promise.resolve(all.push(names)),
    build: (of) => Promise.resolve(builtOf(all, of)),
    close: () => Promise.resolve(),
  }
}

/** In a thread of its own: a million names take seconds, in which the service goes on answering. */
export function builderInThread(): SnapshotBuilder {
  const thread = askThread(THREAD)
  return {
    add: (names) => thread.ask({ names } satisfies Building),
    build: (of) => thread.ask<BuiltSnapshot>(of satisfies Building),
    close: () => thread.close(),
  }
}

export function builtOf(stretches: readonly Uint8Array[], { day, seed }: SnapshotParts): BuiltSnapshot {
  const leafOf = leafMaker(day)
  const subjects = stretches.flatMap((names) =>
    Array.from({ length: names.length / OUTPUT_LENGTH }, (_, i) =>
      leafOf(names.subarray(i * OUTPUT_LENGTH, (i + 1) * OUTPUT_LENGTH)),
    ),
  )
  return snapshotOf(subjects, (length) => drawn(seed, length))
}

// So much chance at once would hold up whoever asks the service for it.
const drawn = (seed: Uint8Array, length: number): Uint8Array =>
  createCipheriv('aes-256-ctr', seed, new Uint8Array(16)).update(new Uint8Array(length))

/** The same with nothing in it that shares its memory with anything else: to be moved to another thread. */
export const detached = ({ size, root, parts }: BuiltSnapshot): BuiltSnapshot => ({
  size,
  root: Uint8Array.from(root),
  parts: parts.map(({ first, root: partRoot, leaves }): SnapshotPart => ({
    first: Uint8Array.from(first),
    root: Uint8Array.from(partRoot),
    leaves,
  })),
})
