import { eq } from 'drizzle-orm'
import type { Database } from '../platform/database.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { addSignatures, onlySignatures, parseNote } from '../signing/note.ts'
import { encodeAddCheckpoint, parseSize } from './add-checkpoint.ts'
import { lockHead } from './append.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { cosignaturesOf } from './cosignature.ts'
import { proveConsistency } from './prove.ts'
import { altered } from './refusals.ts'
import { latestCheckpoint } from './refuse-if-behind.ts'
import { ledgerCheckpoints } from './schema.ts'
import type { PolicyWitness, WitnessPolicy } from './witness-policy.ts'

/** How a witness answered about the latest checkpoint. `contradicted`: our checkpoint does not follow from the one it has.*/
export type WitnessOutcome =
  | 'cosigned'
  | 'already'
  | 'no-address'
  | 'no-answer'
  | 'refused'
  | 'ahead'
  | 'contradicted'
  | 'invalid-answer'

export interface Asked {
  readonly name: string
  readonly outcome: WitnessOutcome
}

export interface AskMeans {
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** What each witness was last known to have; kept by the caller from one asking to the next. */
  readonly sizes: Map<PolicyWitness['name'], bigint>
  now(): Date
}

const PATIENCE_MS = 10_000
const MAX_ANSWER = 64 * 1024
// How far a witness's clock may be before ours: what it says later would stay its latest.
const MAX_AHEAD_S = 300
// One for a size we did not know, one for another asker in between.
const MAX_CONFLICTS = 2

/**
 * Asks every witness of the policy to cosign the latest checkpoint, and adds their lines to it. Far from any commit:
 * witnesses may be slow, wrong or gone, and the worst they do is not to be counted.
 */
export async function askWitnesses(
  database: Database,
  policy: WitnessPolicy,
  means: AskMeans,
): Promise<readonly Asked[]> {
  const latest = await latestCheckpoint(database.read)
  if (!latest) return []
  const keys = policy.witnesses.map(({ key }) => key)
  const cosigned = cosignaturesOf(latest.note, keys, verifyEd25519).map(({ key }) => key)
  const answers = await Promise.all(
    policy.witnesses.map(async (witness) =>
      cosigned.includes(witness.key)
        ? { name: witness.name, outcome: 'already' as const, lines: '' }
        : { name: witness.name, ...(await askWitness(database, witness, latest, means)) },
    ),
  )
  const lines = answers.map(({ lines }) => lines).join('')
  if (lines !== '') await addLines(database, latest.size, lines)
  return answers.map(({ name, outcome }) => ({ name, outcome }))
}

interface Answer {
  readonly outcome: WitnessOutcome
  /** Verified signature lines. */
  readonly lines: string
}

const nothing = (outcome: WitnessOutcome): Answer => ({ outcome, lines: '' })

async function askWitness(
  { read }: Database,
  witness: PolicyWitness,
  { size, note }: { readonly size: bigint; readonly note: string },
  { fetch = globalThis.fetch, sizes, now }: AskMeans,
): Promise<Answer> {
  if (witness.url === null) return nothing('no-address')
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '')
  if (!checkpoint) throw altered(null)
  const url = `${witness.url.replace(/\/+$/, '')}/add-checkpoint`
  for (let conflicts = 0; conflicts <= MAX_CONFLICTS; conflicts++) {
    const known = sizes.get(witness.name) ?? 0n
    // Another process of ours has published and asked meanwhile; or our past was lost, and the witness remembers it.
    if (known > size) return nothing('ahead')
    const proof = known === 0n ? [] : await proveConsistency(read, known, checkpoint)
    const response = await post(fetch, url, encodeAddCheckpoint({ oldSize: known, proof, checkpoint: note }))
    if (response === null) return nothing('no-answer')
    const { status, body } = response
    if (status === 200) {
      const lines = verifiedLines(note, body, witness, now().getTime() / 1000)
      if (lines === '') return nothing('invalid-answer')
      sizes.set(witness.name, size)
      return { outcome: 'cosigned', lines }
    }
    if (status === 422) return nothing('contradicted')
    if (status !== 409) return nothing(status >= 500 ? 'no-answer' : 'refused')
    const itsSize = parseSize(body)
    if (itsSize === null || itsSize === known) return nothing('invalid-answer')
    sizes.set(witness.name, itsSize)
  }
  return nothing('no-answer')
}

async function post(
  fetch: NonNullable<AskMeans['fetch']>,
  url: string,
  body: string,
): Promise<{ status: number; body: string } | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      signal: AbortSignal.timeout(PATIENCE_MS),
      // A witness is where its policy says it is.
      redirect: 'error',
    })
    const reader = response.body?.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += decoder.decode(part.value, { stream: true })
      if (text.length > MAX_ANSWER) {
        await reader?.cancel()
        return null
      }
    }
    return { status: response.status, body: text }
  } catch {
    return null
  }
}

/** The witness's own valid line among what it answered: nothing else it says gets into our checkpoint. `now` in seconds. */
function verifiedLines(note: string, answered: string, { key }: PolicyWitness, now: number): string {
  const { text } = parseNote(note) ?? { text: '' }
  const answer = parseNote(`${text}\n${answered}`)
  if (!answer) return ''
  for (const signature of answer.signatures) {
    const alone = onlySignatures({ text, signatures: [signature] }, [key])
    const [found] = cosignaturesOf(alone, [key], verifyEd25519)
    if (found && found.time <= now + MAX_AHEAD_S) return alone.slice(text.length + 1)
  }
  return ''
}

async function addLines(database: Database, size: bigint, lines: string): Promise<void> {
  await database.transaction(async (tx) => {
    await lockHead(tx)
    const [stored] = await tx.select().from(ledgerCheckpoints).where(eq(ledgerCheckpoints.size, size))
    if (!stored) return
    const note = addSignatures(stored.note, lines)
    await tx.update(ledgerCheckpoints).set({ note }).where(eq(ledgerCheckpoints.size, size))
  })
}
