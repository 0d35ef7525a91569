import { equalBytes, fromUtf8 } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { encodeVkey, parseVkey, type NoteKey } from '../signing/note.ts'
import type { CheckpointHistory } from './checkpoint-history.ts'
import { openCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { Defect } from './defect.ts'
import { limitedKeys, newKeys } from './learned-keys.ts'
import { couldSign } from './ledger-keys.ts'
import { notACheckpoint } from './refusals.ts'
import {
  keptUnsigned,
  servedByOldKey,
  servedOtherRoot,
  servedShorter,
  servedUnsigned,
} from './remote-defect.ts'
import type { RemoteLog } from './remote-log.ts'
import { walkRemoteLog } from './walk-remote-log.ts'

export interface RemoteAudit {
  readonly origin: string
  /** How many entries the served checkpoint speaks of. */
  readonly entries: number
  /** Checkpoints of earlier audits that were compared. */
  readonly compared: number
  /** The first 20; empty: everything served adds up. */
  readonly defects: readonly Defect[]
  /** Keys that entries under a key already trusted have named since, as vkeys: the log will sign with them. */
  readonly learned: readonly string[]
  /** Under which name a contradicting checkpoint has been kept. */
  readonly evidence: string | null
}

const SHOWN = 20
const MAX_NOTE = 1_000_000

/**
 * Recomputes a published log from what anybody can download, trusting nothing but the keys `given`, and those that a log signed
 * by them has named before (kept with the history): the entries and their order, the tiles of every level, the chain's
 * anchors, the root, and every checkpoint seen before. Refuses with `ledger/unreachable` or `ledger/not-a-checkpoint`
 * when it cannot tell.
 */
export async function auditRemoteLog(
  log: RemoteLog,
  given: readonly NoteKey[],
  history: CheckpointHistory | null,
): Promise<RemoteAudit> {
  const keys = await withKeptKeys(given, history)
  const defects: Defect[] = []
  const report = (defect: Defect): boolean => defects.push(defect) < SHOWN

  const seen = await readSeen(history, keys, report)
  const note = textOf(await log.read('checkpoint', MAX_NOTE))
  const served = openCheckpoint(note, keys, verifyEd25519)
  const compared = seen.length
  if (served.kind === 'malformed') throw notACheckpoint()
  if (served.kind !== 'signed') {
    report(servedUnsigned())
    return { origin: keys[0]?.name ?? '', entries: 0, compared, defects, learned: [], evidence: null }
  }

  const before = defects.length
  const last = seen.at(-1)
  if (last && last.size > served.size) report(servedShorter(served.size, last.size))
  if (seen.some(({ size, root }) => size === served.size && !equalBytes(root, served.root)))
    report(servedOtherRoot(served.size))
  const { isRewritten, words, day } = await walkRemoteLog(log, served, seen, report)
  // A key may have been retired, or given up as compromised, by an entry of this very log.
  const signers = limitedKeys(served.signers, words)
  if (!couldSign(signers, signers, { day, size: served.size })) report(servedByOldKey())
  const isDisputed =
    isRewritten ||
    defects.slice(before).some(({ code }) => code === 'ledger/rolled-back' || code === 'ledger/forked')

  // Only what has been checked is remembered as right; what contradicts it is remembered as evidence.
  const learned = defects.length > 0 ? [] : newKeys(served.origin, words, keys).map((key) => encodeVkey(key))
  if (defects.length === 0) await history?.keep(served, note)
  if (learned.length > 0) await history?.keepKeys(learned)
  const evidence = isDisputed && history ? await history.accuse(served, note) : null
  return { origin: served.origin, entries: Number(served.size), compared, defects, learned, evidence }
}

async function withKeptKeys(given: readonly NoteKey[], history: CheckpointHistory | null) {
  const kept = ((await history?.readKeys()) ?? []).map((vkey) => parseVkey(vkey))
  const ours = kept.filter((key): key is NoteKey => key?.name === given[0]?.name)
  return [...given, ...ours.filter(({ id }) => given.every((key) => key.id !== id))]
}

/** What earlier audits kept, smallest first. Another key's checkpoints are reported, not compared. */
async function readSeen(
  history: CheckpointHistory | null,
  keys: readonly NoteKey[],
  report: (defect: Defect) => unknown,
): Promise<readonly Checkpoint[]> {
  const seen: Checkpoint[] = []
  for (const { name, note } of (await history?.read()) ?? []) {
    const opened = openCheckpoint(note, keys, verifyEd25519)
    if (opened.kind === 'signed') seen.push(opened)
    else report(keptUnsigned(name))
  }
  return seen.toSorted((a, b) => (a.size < b.size ? -1 : 1))
}

function textOf(bytes: Uint8Array | null): string {
  try {
    return bytes ? fromUtf8(bytes) : ''
  } catch {
    return ''
  }
}
