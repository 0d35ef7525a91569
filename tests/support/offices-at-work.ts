import { readFileSync } from 'node:fs'
import { certificatesOf } from '../../src/certificates/reading/certificates-of.ts'
import { findById, type FoundCertificate } from '../../src/certificates/reading/find.ts'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { registerOffices } from '../../src/demo/offices.ts'
import { syntheticList } from '../../src/demo/synthetic-list.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import type { CheckpointMemory } from '../../src/ledger/checkpoint-memory.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Config } from '../../src/platform/config.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { judgeApprovedList, type ApprovedRow } from '../../src/results/lists/approved-list.ts'
import { registerDocument } from '../../src/results/document/register-document.ts'
import { importList } from '../../src/results/lists/import-list.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'
import { testContext } from './context.ts'

export const SAMPLE = new Uint8Array(
  readFileSync(new URL('../../templates/samples/approved-list-2023.xlsx', import.meta.url)),
)

export const DOCUMENT = '云人社发〔2023〕12号'

/** Offices at work on the test's database: real keys, ledger and spreadsheets, nothing pretended. */
export interface OfficesAtWork {
  readonly ctx: Context
  /** Credit code of the office that confirms and issues. */
  readonly authority: string
  readonly memory: CheckpointMemory
  /** A list of made-up people as a workbook. */
  list(people: number, edition?: number): Promise<Uint8Array>
  /** Imports such a list and registers the document that names its people. */
  confirmed(people: number, document?: string, edition?: number): Promise<string>
  /** …and issues its certificates and publishes; in the order of their numbers. */
  issued(people: number, document?: string, edition?: number): Promise<readonly FoundCertificate[]>
}

export function memoryInMemory(): CheckpointMemory {
  let kept: string | null = null
  return {
    read: () => Promise.resolve(kept),
    write(note) {
      kept = note
      return Promise.resolve()
    },
  }
}

let sample: readonly ApprovedRow[] | undefined

export async function officesAtWork(
  database: Database,
  now?: Date,
  config: Partial<Config> = {},
): Promise<OfficesAtWork> {
  const plain = testContext(database, now)
  const ctx = { ...plain, config: { ...plain.config, ...config } }
  const memory = memoryInMemory()
  await beginLedger(ctx, 'rcps.example.gov.cn/ledger')
  const authority = await registerOffices(ctx)
  sample ??= (await judgeApprovedList(openSpreadsheet(SAMPLE), { today: ctx.today(), keepRows: true })).rows
  const rows = sample

  const list = (people: number, edition = 0) => syntheticList(rows, people, edition)
  const confirmed = async (people: number, document = DOCUMENT, edition = 0) => {
    const bytes = await list(people, edition)
    const { listId } = await importList(ctx, { bytes, fileName: 'list.xlsx', authority })
    // The document was made elsewhere, and its annex names the same people.
    const made = { documentNumber: document, issuedOn: '2023-12-20', persons: bytes }
    return (await registerDocument(ctx, { listId, ...made })).number
  }
  const issued = async (people: number, document = DOCUMENT, edition = 0) => {
    const number = await confirmed(people, document, edition)
    await issueCertificates(ctx, { document: number })
    await publishCheckpoint(ctx, memory)
    const all = await certificatesOf(ctx, number, null)
    return Promise.all(
      all.map(async ({ id }) => (await findById(ctx, ctx.database.read, id)) as FoundCertificate),
    )
  }
  return { ctx, authority, memory, list, confirmed, issued }
}
