import { createHash } from 'node:crypto'
import { authorise } from '../../identity/authorise.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { findOrAddPersons, type FoundPersons } from '../../people/find-or-add.ts'
import type { PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import type { ListRow } from './approved-list.ts'
import { enterList, lostRace, requirePlace } from './enter-list.ts'
import { judgeSound, refuseDefects } from './judge-upload.ts'
import { actToBring, targetOf, type ListPlace } from './list-target.ts'
import { named } from './named-committee.ts'
import { personDefects, type PersonRow } from './person-defects.ts'
import { recordNotAccepted, type JudgedPersons } from './record-not-accepted.ts'

export interface ImportedList {
  readonly listId: string
  readonly rows: number
  /** What the clerk should look at again; nothing here kept a row out. */
  readonly warnings: readonly Defect[]
}

export interface NewListFile extends ListPlace {
  readonly bytes: Uint8Array
  readonly fileName: string
  /** The list it corrects, not yet confirmed and not yet replaced. */
  readonly replaces?: string | null | undefined
}

/**
 * Takes in a list, the whole file or nothing; that somebody on it is not taken in is recorded, by whichever door it came.
 * Refuses `results/list-has-defects` with every defect of the file in its facts, `results/already-imported` for the same
 * bytes, `results/list-exists` where the cycle has such a list and this one does not say that it replaces it,
 * `results/list-replaced` where somebody else was first, and as `targetOf`, `requireStep` (an approved list comes after
 * its meeting) and `personDefects`.
 */
export async function importList(
  ctx: Context,
  input: NewListFile,
  /** What else must commit with it, or not at all. */
  together: (tx: Transaction, listId: string, rows: number) => Promise<void> = () => Promise.resolve(),
): Promise<ImportedList> {
  const { read } = ctx.database
  const place = await targetOf(read, input)
  const judged = await judgeSound(ctx, read, place, input.bytes)
  const fileDigest = new Uint8Array(createHash('sha256').update(input.bytes).digest())
  const replaces = input.replaces ?? null
  let told: JudgedPersons = { persons: [], defects: [] }
  try {
    return await ctx.database.transaction(async (tx) => {
      const target = await targetOf(tx, input)
      await authorise(ctx, tx, actToBring(target), target.office.id)
      const record = entryRecord(ctx.random(16))
      const people = await findOrAddPersons(ctx, tx, record, judged.rows.map(asPerson))
      // Registering people lets one list through at a time: the same file's second import sees the first here.
      await requirePlace(tx, target, { fileDigest, replaces })
      const persons = asPersons(judged.rows, people)
      told = { persons, defects: await personDefects(ctx, tx, target, persons) }
      const warnings = [...judged.defects, ...told.defects]
      refuseDefects(counted(warnings))
      const { fileName } = input
      const rows = judged.rows.map((row) => named(target, row))
      const entered = { record, fileName, fileDigest, replaces, rows, keys: people.keys }
      const listId = await enterList(ctx, tx, target, { ...entered, personsSeal: people.sealRoot }, together)
      return { listId, rows: rows.length, warnings }
    })
  } catch (error) {
    await recordNotAccepted(ctx, place, told)
    throw lostRace(error, replaces) ?? error
  }
}

const asPerson = ({ name, idType, idNumber }: ListRow) => ({ name, idType, idNumber })

function asPersons(rows: readonly ListRow[], people: FoundPersons): readonly PersonRow[] {
  const otherName = new Set(people.otherName)
  return rows.map((row, i) => ({
    row,
    person: { personId: (people.keys[i] as PersonKey).personId, hasThisName: !otherName.has(i) },
  }))
}

function counted(defects: readonly Defect[]) {
  const refusals = defects.filter(({ severity }) => severity === 'refusal').length
  return { defects, refusals, warnings: defects.length - refusals }
}
