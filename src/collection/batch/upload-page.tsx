import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { RowTable } from '../../web/table.tsx'
import type { Defect } from '../../spreadsheets/defect.ts'
import type { Job } from '../../jobs/job.ts'
import { UPLOAD_STATES } from './batch-words.ts'
import type { Upload } from './stored-parts.ts'

export const COLLECTION = '/desk/collection'
/** Of the defects of a file so many are shown; all are in the marked copy. */
const MOST_SHOWN = 200

export interface NewUploadPage {
  readonly programme: { readonly id: string; readonly name: string }
  readonly office: { readonly id: string; readonly name: string }
  /** The batch a file shall correct. */
  readonly replacesId: string | null
  readonly returned: Returned | null
}

/** Where an office brings a list: the file, or nothing else. */
export const newUploadPage = (frame: Frame, page: NewUploadPage): string => {
  const { programme, office, replacesId } = page
  const here = `${COLLECTION}/${programme.id}/offices/${office.id}`
  return deskPage({
    ...frame,
    title: replacesId === null ? '上传采集表' : '上传更正文件',
    current: COLLECTION,
    children: (
      <>
        <p class="crumbs">
          <a href={COLLECTION}>职称归集</a> › <a href={`${COLLECTION}/${programme.id}`}>{programme.name}</a> ›{' '}
          <a href={here}>{office.name}</a> ›
        </p>
        <h1>{replacesId === null ? '上传采集表' : '上传更正文件'}</h1>
        <p>
          {replacesId === null
            ? '一份文件整份检查、整份收入：有一格不能接受，就一行也不收入，并在原表上标出是哪一格、为什么。'
            : '请上传改正后的整份文件，不要只传改动的行。收入后只列出与原批次不同的行，原批次由它替换。'}
        </p>
        <p>
          可用 .xlsx、.xls 或 .csv。没有表格的，先下载<a href={`${COLLECTION}/template`}>空白采集表</a>。
        </p>
        <Refused returned={page.returned} />
        <form method="post" enctype="multipart/form-data" action={`${here}/uploads`}>
          {replacesId !== null && <input type="hidden" name="replaces" value={replacesId} />}
          <div class="field">
            <label for="file">文件</label>
            <input id="file" name="file" type="file" accept=".xlsx,.xls,.csv" required />
            <small>最大 128 MB；更大的 CSV 请经接口分段上传，断线可续传。</small>
          </div>
          <button>上传并检查</button>
        </form>
      </>
    ),
  })
}

export interface UploadPage {
  readonly upload: Upload
  readonly missing: number
  readonly parts: number
  readonly job: Job | null
  readonly defects: readonly Defect[]
  readonly hasMarked: boolean
  readonly mayEnter: boolean
}

/** How far a file is, and what keeps it out. */
export const uploadPage = (frame: Frame, page: UploadPage): string => {
  const { upload, job, defects } = page
  const [words, look] = UPLOAD_STATES[upload.state]
  const path = `${COLLECTION}/uploads/${upload.id}`
  const office = `${COLLECTION}/${upload.programmeId}/offices/${upload.officeId}`
  const isBroken = job !== null && (job.status === 'failed' || job.status === 'cancelled')
  return deskPage({
    ...frame,
    title: `上传 ${upload.fileName}`,
    current: COLLECTION,
    children: (
      <>
        <p class="crumbs">
          <a href={COLLECTION}>职称归集</a> › <a href={office}>报送机构</a> ›
        </p>
        <h1>{upload.fileName}</h1>
        <p>
          <span class={`state ${look}`.trim()}>{words}</span>
        </p>
        {upload.state === 'receiving' && (
          <p class="note">{`共 ${page.parts} 段，还缺 ${page.missing} 段：请用同一份文件续传，已收到的段不必重传。`}</p>
        )}
        {job !== null && !isBroken && job.endedAt === null && (
          <p>
            <a class="button" href={`/desk/jobs/${job.id}`}>
              查看进度
            </a>
          </p>
        )}
        {isBroken && upload.state !== 'receiving' && (
          <p class="note error">{job.problem?.detail ?? '处理被取消，已入库的部分没有生效。'}</p>
        )}
        {isBroken && page.mayEnter && (upload.state === 'judging' || upload.state === 'storing') && (
          <form method="post" action={`${path}/completion`}>
            <button>从断处继续</button>
          </form>
        )}
        {upload.judged > 0 && (
          <p>{`共 ${upload.judged} 行，不能接受的问题 ${upload.refusals} 处，提醒 ${upload.warnings} 处。`}</p>
        )}
        {page.hasMarked && (
          <p>
            <a class="button" href={`${path}/marked`}>
              下载标注了问题的原表
            </a>
          </p>
        )}
        {defects.length > 0 && <Defects defects={defects} />}
        {upload.state === 'refused' && page.mayEnter && (
          <p>
            <a
              class="button quiet"
              href={`${office}/uploads/new${upload.replacesId === null ? '' : `?replaces=${upload.replacesId}`}`}
            >
              上传改正后的文件
            </a>
          </p>
        )}
      </>
    ),
  })
}

const Defects = ({ defects }: { defects: readonly Defect[] }) => (
  <>
    <h2>问题</h2>
    <RowTable
      caption={defects.length > MOST_SHOWN ? `前 ${MOST_SHOWN} 处，其余见标注的原表` : '逐格列出'}
      columns={['工作表', '行', '列', '现值', '程度', '原因']}
      rows={defects
        .toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === 'refusal' ? -1 : 1))
        .slice(0, MOST_SHOWN)
        .map(({ sheet, row, column, value, severity, reason }) => [
          sheet,
          String(row),
          column === '' ? '整行' : column,
          value === '' ? '（空）' : value,
          <span class={severity === 'refusal' ? 'state bad' : 'state wait'}>
            {severity === 'refusal' ? '拒绝' : '提醒'}
          </span>,
          reason,
        ])}
    />
  </>
)
