import { chineseDay } from '../../calendar/day.ts'
import { levelGroupName } from '../../policy/level-group.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { BATCH_STATES } from './batch-words.ts'
import type { ChangeCount } from './count-changes.ts'
import type { ShownRow, ShownRows } from './read-rows.ts'
import { COLLECTION } from './upload-page.tsx'

export interface BatchPage extends ShownRows {
  readonly changes: ChangeCount | null
  readonly onlyChanged: boolean
  readonly mayEnter: boolean
  readonly hasFindings: boolean
  readonly returned: Returned | null
}

/** One batch: what it holds, what it changed, and its rows. */
export const batchPage = (frame: Frame, page: BatchPage): string => {
  const { batch, rows, next, onlyChanged, changes } = page
  const path = `${COLLECTION}/batches/${batch.id}`
  const office = `${COLLECTION}/${batch.programmeId}/offices/${batch.officeId}`
  const only = onlyChanged ? 'only=changed&' : ''
  return deskPage({
    ...frame,
    title: `批次 ${batch.fileName}`,
    current: COLLECTION,
    children: (
      <>
        <p class="crumbs">
          <a href={COLLECTION}>职称归集</a> › <a href={office}>报送机构</a> ›
        </p>
        <h1>{batch.fileName}</h1>
        <Refused returned={page.returned} />
        <Facts page={page} />
        {page.hasFindings && (
          <p>
            <a href={`${COLLECTION}/uploads/${batch.id}`}>收入时的提醒和标注的原表</a>
          </p>
        )}
        <p class="actions">
          <a class={batch.state === 'in-proof' ? 'button' : 'button quiet'} href={`${path}/comparisons`}>
            比对
          </a>
          {batch.mending > 0 && (
            <a class="button quiet" href={`${path}/mending`}>{`待修字（${batch.mending} 行）`}</a>
          )}
          {page.mayEnter && batch.state === 'in-proof' && (
            <a class="button quiet" href={`${office}/uploads/new?replaces=${batch.id}`}>
              上传更正文件
            </a>
          )}
        </p>
        <h2>{onlyChanged ? '改了的行' : '各行'}</h2>
        {changes !== null && (
          <p>
            {onlyChanged ? <a href={path}>看全部行</a> : <a href={`${path}?only=changed`}>只看改了的行</a>}
          </p>
        )}
        <RowTable
          caption={`第 ${rows[0]?.row.position ?? 0} 行起`}
          columns={['序号', '姓名', '单位', '职称', '级别', '取得', '文号', '说明']}
          rows={rows.map(cellsOf)}
        />
        {next !== null && <a href={`${path}?${only}after=${next}`}>下一页</a>}
        {page.mayEnter && batch.state === 'in-proof' && (
          <form method="post" action={`${path}/withdrawal`}>
            <h2>撤回</h2>
            <div class="field">
              <label for="ground">理由</label>
              <input id="ground" name="ground" maxlength={500} required />
              <small>不写个人姓名和号码。撤回后这些行不再计入，可重新上传另一份文件。</small>
            </div>
            <button class="quiet">撤回这个批次</button>
          </form>
        )}
      </>
    ),
  })
}

const Facts = ({ page: { batch, changes } }: { page: BatchPage }) => {
  const [words, look] = BATCH_STATES[batch.state]
  return (
    <FactTable
      caption="批次"
      facts={[
        { label: '状态', value: <span class={`state ${look}`.trim()}>{words}</span> },
        { label: '行数', value: String(batch.rowCount) },
        { label: '收入日期', value: chineseDay(batch.storedOn) },
        ...(changes === null
          ? []
          : [
              {
                label: '与原批次相比',
                value: (
                  <>
                    {`新增 ${changes.added} 行，改动 ${changes.changed} 行，删去 ${changes.removed} 行。`}
                    <a href={`${COLLECTION}/batches/${batch.replacesId}`}>原批次</a>
                  </>
                ),
              },
            ]),
        { label: '没有证件号码', value: `${batch.numberless} 行` },
        { label: '号码校验位不对', value: `${batch.flawed} 行` },
        { label: '有待修字', value: `${batch.mending} 行` },
        {
          label: '年度、级别、途径',
          value: batch.cells
            .map(
              ({ year, level, route, rows }) =>
                `${year} 年${levelGroupName(level)}${routeName(route)} ${rows} 行`,
            )
            .join('；'),
        },
        { label: '文件摘要', value: <code>{batch.fileDigest}</code> },
      ]}
    />
  )
}

const MATCHES: Readonly<Record<ShownRow['row']['match'], string>> = {
  number: '按号码找到本人',
  'former-row': '与原批次同一人',
  registered: '',
}

const cellsOf = ({ row, name, former }: ShownRow) => [
  String(row.position),
  name,
  told(row.employer, former?.employer),
  told(
    [row.series, row.title].filter(Boolean).join(' '),
    former && [former.series, former.title].filter(Boolean).join(' '),
  ),
  told(levelName(row.level), former && levelName(former.level)),
  told(
    `${row.obtainedOn} ${routeName(row.route)}`,
    former && `${former.obtainedOn} ${routeName(former.route)}`,
  ),
  told(row.document, former?.document),
  [
    row.change === 'new' ? '新增' : row.change === 'changed' ? '改动' : '',
    row.identity === 'none' ? '没有号码' : row.identity === 'flawed' ? '号码存疑' : '',
    row.namesakeId === null ? '' : '号码另有他人使用',
    row.mending ? '待修字' : '',
    MATCHES[row.match],
  ]
    .filter(Boolean)
    .join('，'),
]

/** What stands there now, and of a changed row what stood there before. */
const told = (now: string | null, before: string | null | undefined) =>
  before === undefined || before === null || before === now ? (
    (now ?? '—')
  ) : (
    <>
      <del>{before}</del> <ins>{now ?? '—'}</ins>
    </>
  )
