import { createHash } from 'node:crypto'
import { isDay, type Day } from '../../calendar/day.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { entryRecord, type SealRoot } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url, utf8 } from '../../signing/bytes.ts'
import { currentList } from '../lists/candidates.ts'
import { enterList, lostRace, requirePlace } from '../lists/enter-list.ts'
import { rowsOfList, type NamedRow } from '../lists/find-list.ts'
import { keptRow } from '../lists/kept-row.ts'
import { listDigest } from '../lists/list-digest.ts'
import { personDefects } from '../lists/person-defects.ts'
import { listHasDefects, noCandidatesYet } from '../lists/refusals.ts'
import { badObtainedDay, notOnTheList } from '../routes/refusals.ts'
import { badRefusalGround, notAllDecided, notAnAssessment } from './refusals.ts'
import { assessmentDecisions, sealedAssessmentDecisions } from './schema.ts'

/** What is meant for one person. */
export interface PersonDecision {
  /** Of the list that was handed in. */
  readonly rowId: string
  readonly granted: boolean
  /** Why not, 2 to 500 characters; of who is recognised left out. */
  readonly ground?: string | null | undefined
}

export const groundPlace = (id: string) => ({ column: 'assessment_decisions.ground', row: id }) as const

/**
 * 考核认定: the bureau decides of everybody an employer handed in, one by one, a no with its ground. The list of those
 * recognised carries the decisions to their approval and is in force with it. Refuses `results/not-an-assessment`,
 * `/not-all-decided`, `/bad-refusal-ground`, `/not-on-the-list`, `/bad-obtained-day`, `/no-candidates-yet`,
 * `/list-has-defects` (somebody barred meanwhile), `cycles/cycle-not-found`, and as `requirePlace`.
 */
export async function decideAssessment(
  ctx: Context,
  input: {
    readonly cycleId: string
    readonly decisions: readonly PersonDecision[]
    /** Null: policy and document set it. */
    readonly obtainedOn: Day | null
    readonly replaces?: string | null | undefined
  },
): Promise<{ readonly listId: string; readonly granted: number; readonly refused: number }> {
  const { cycleId, obtainedOn, replaces = null } = input
  if (obtainedOn !== null && (!isDay(obtainedOn) || obtainedOn > ctx.today()))
    throw badObtainedDay(obtainedOn)
  try {
    return await ctx.database.transaction(async (tx) => {
      const cycle = await cycleById(tx, cycleId)
      await authorise(ctx, tx, 'lists.import', cycle.filingAuthorityId, cycleNotFound(cycleId))
      if (cycle.route !== 'assessment') throw notAnAssessment()
      const candidates = await currentList(tx, cycleId, 'candidates')
      if (!candidates) throw noCandidatesYet()
      const all = await rowsOfList(ctx, tx, candidates.id)
      const decided = decidedRows(all, input.decisions)
      const bureau = await authorityById(tx, cycle.filingAuthorityId)
      const authority = await authorityById(tx, candidates.authorityId)
      const target = { office: bureau, authority, cycle, stage: 'approved' } as const
      const fileDigest = await digestOfDecisions(tx, candidates.id, decided, obtainedOn)
      await requirePlace(tx, target, { fileDigest, replaces })
      const recognised = decided.filter(({ granted }) => granted).map(({ row }) => row)
      const rows = recognised.map((row, i) => keptRow(row, i + 1, obtainedOn))
      const persons = rows.map((row, i) => ({
        row,
        person: { personId: (recognised[i] as NamedRow).personId, hasThisName: true },
      }))
      const defects = await personDefects(ctx, tx, target, persons)
      if (defects.some(({ severity }) => severity === 'refusal')) throw listHasDefects(defects)
      const keys = await personKeys(
        ctx,
        tx,
        decided.map(({ row }) => row.personId),
      )
      const record = entryRecord(ctx.random(16))
      const listId = await enterList(ctx, tx, target, {
        record,
        fileName: `认定名单（${candidates.fileName}）`,
        fileDigest,
        replaces,
        rows,
        keys: recognised.map(({ personId }) => keys.get(personId) as PersonKey),
        personsSeal: null,
        sealMore: async (id) => ({
          assessment_decisions: await storeDecisions(ctx, tx, record, id, decided, keys),
        }),
      })
      return { listId, granted: rows.length, refused: decided.length - rows.length }
    })
  } catch (error) {
    throw lostRace(error, replaces) ?? error
  }
}

interface DecidedRow {
  readonly row: NamedRow
  readonly granted: boolean
  readonly ground: string | null
}

/** Everybody who can still be decided of, once, in the list's own order. */
function decidedRows(rows: readonly NamedRow[], decisions: readonly PersonDecision[]): readonly DecidedRow[] {
  const open = rows.filter(({ isErased }) => !isErased)
  const byRow = new Map(decisions.map((each) => [each.rowId, each]))
  const strangers = [...byRow.keys()].filter((id) => !open.some((row) => row.id === id))
  if (strangers.length > 0) throw notOnTheList(strangers.length)
  const missing = open.filter(({ id }) => !byRow.has(id))
  if (missing.length > 0) throw notAllDecided(missing.length)
  const decided = open.map((row): DecidedRow => {
    const { granted, ground } = byRow.get(row.id) as PersonDecision
    return { row, granted, ground: granted ? null : (ground?.trim() ?? '') }
  })
  const groundless = decided.filter(({ ground }) => ground !== null && !/^[^\p{C}]{2,500}$/u.test(ground))
  if (groundless.length > 0) throw badRefusalGround(groundless.map(({ row }) => row.position))
  return decided
}

async function storeDecisions(
  ctx: Context,
  tx: Transaction,
  record: string,
  listId: string,
  decided: readonly DecidedRow[],
  keys: ReadonlyMap<string, PersonKey>,
): Promise<SealRoot> {
  const { rows, sealRoot } = sealRows(
    sealedAssessmentDecisions,
    record,
    decided.map(({ row, granted, ground }) => {
      const id = base64url(ctx.random(16))
      const key = keys.get(row.personId) as PersonKey
      return {
        id,
        listId,
        rowId: row.id,
        personId: row.personId,
        granted,
        ground: ground === null ? null : protectText(key, groundPlace(id), ground, ctx.random(NONCE_LENGTH)),
      }
    }),
    ctx.random(32 * decided.length),
  )
  await tx.insert(assessmentDecisions).values([...rows])
  return sealRoot
}

/** There is no file: the decisions themselves are what the list came from. */
async function digestOfDecisions(
  tx: Transaction,
  listId: string,
  decided: readonly DecidedRow[],
  obtainedOn: Day | null,
): Promise<Uint8Array> {
  const digest = createHash('sha256').update(utf8('zhengxin/v1|decided-list|'))
  digest.update(utf8(`${await listDigest(tx, listId)}|${obtainedOn ?? ''}`))
  const words = decided.map(({ row, granted, ground }) => [row.position, granted, ground])
  return new Uint8Array(digest.update(utf8(JSON.stringify(words))).digest())
}
