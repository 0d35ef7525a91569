import { z } from 'zod'
import type { Upload } from './stored-parts.ts'
import type { StoredRow } from './read-rows.ts'
import { partCount } from './upload.ts'
import type { Batch } from './whole-batch.ts'

export const id = z.string().min(1).max(64)
export const digest = z.string().regex(/^[0-9a-f]{64}$/)
export const uploadParams = z.strictObject({ uploadId: id.describe('上传编号，收入后也是批次编号') })
export const batchParams = z.strictObject({ batchId: id.describe('批次编号') })

export const newUpload = z.strictObject({
  programmeId: id.describe('归集任务的编号'),
  officeId: id.describe('报送机构的编号'),
  fileName: z.string().min(1).max(200).describe('文件名'),
  size: z.int().min(0).describe('文件的字节数'),
  digest: digest.describe('整个文件的 SHA-256，小写十六进制'),
  replacesId: id.optional().describe('所更正的批次'),
})

export const uploadShape = z.strictObject({
  id: z.string(),
  programmeId: z.string(),
  officeId: z.string(),
  fileName: z.string(),
  size: z.int(),
  digest,
  state: z
    .enum(['receiving', 'judging', 'storing', 'stored', 'refused'])
    .describe('接收中、检查中、入库中、已收入、未收入'),
  partSize: z.int().describe('每段的字节数，最后一段除外'),
  parts: z.int().describe('段数，编号从 0 开始'),
  missing: z.array(z.int()).describe('还没有收到的段，最多列 1000 个'),
  jobId: z.string().nullable().describe('处理它的任务，进度见任务'),
  replacesId: z.string().nullable(),
  judged: z.int(),
  refusals: z.int(),
  warnings: z.int(),
})

export const shownUpload = (upload: Upload, missing: readonly number[]) => {
  const { size, partSize, fileName, programmeId, officeId, state, jobId, replacesId } = upload
  const { judged, refusals, warnings } = upload
  return {
    id: upload.id,
    programmeId,
    officeId,
    fileName,
    size,
    digest: upload.digest,
    state,
    partSize,
    parts: partCount(size, partSize),
    missing: missing.slice(0, 1000),
    jobId,
    replacesId,
    judged,
    refusals,
    warnings,
  }
}

const cellShape = z.strictObject({ year: z.int(), level: z.string(), route: z.string(), rows: z.int() })

export const batchShape = z.strictObject({
  id: z.string(),
  programmeId: z.string(),
  officeId: z.string(),
  fileName: z.string(),
  fileDigest: digest,
  digest: digest.describe('审批所针对的摘要：全部行的封存值'),
  rows: z.int(),
  numberless: z.int().describe('没有证件号码的行'),
  flawed: z.int().describe('号码校验位不对的行'),
  mending: z.int().describe('有待修字的行'),
  cells: z.array(cellShape),
  replacesId: z.string().nullable(),
  storedOn: z.iso.date(),
})

export const shownBatch = (batch: Omit<Batch, 'state'>) => ({
  id: batch.id,
  programmeId: batch.programmeId,
  officeId: batch.officeId,
  fileName: batch.fileName,
  fileDigest: batch.fileDigest,
  digest: batch.digest,
  rows: batch.rowCount,
  numberless: batch.numberless,
  flawed: batch.flawed,
  mending: batch.mending,
  cells: batch.cells,
  replacesId: batch.replacesId,
  storedOn: batch.storedOn,
})

export const rowShape = z.strictObject({
  id: z.string(),
  position: z.int(),
  sheet: z.string(),
  sheetRow: z.int(),
  name: z.string(),
  match: z.enum(['number', 'former-row', 'registered']).describe('按号码找到、与所更正的行同一人、新登记'),
  namesakeId: z.string().nullable().describe('号码相同而姓名不同的另一人'),
  identity: z.enum(['sound', 'flawed', 'none']),
  employer: z.string().nullable(),
  series: z.string().nullable(),
  specialty: z.string().nullable(),
  title: z.string(),
  level: z.string(),
  route: z.string(),
  obtainedOn: z.string(),
  document: z.string().nullable(),
  issuer: z.string().nullable(),
  change: z.enum(['new', 'changed']).nullable(),
  formerPosition: z.int().nullable(),
})

const KEYS = Object.keys(rowShape.shape)
export const shownRow = (row: StoredRow, name: string) =>
  rowShape.parse({ ...Object.fromEntries(Object.entries(row).filter(([key]) => KEYS.includes(key))), name })
