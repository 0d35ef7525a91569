import { chineseDay } from '../../calendar/day.ts'
import { Refused, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import type { Site } from '../../web/site.ts'
import { FactTable, RowTable } from '../../web/table.tsx'
import { findingWords } from '../asked/inquiry.ts'
import { recordStateName } from '../records/state.ts'
import { MY, ownPage } from './own-frame.tsx'
import type { OwnNote, OwnRecord, OwnStatus } from './own-status.ts'

/** All of somebody's own on one page: the state first, then the records, then who asked. */
export const statusPage = (site: Site, status: OwnStatus, returned: Returned | null): string =>
  ownPage(site, {
    title: '我的诚信状态',
    name: status.name,
    children: (
      <>
        <h1>我的诚信状态</h1>
        <Refused returned={returned} />
        <State status={status} />
        {status.records.map((record) => (
          <Record record={record} returned={returned} />
        ))}
        <h2>我可以做什么</h2>
        <ul class="ways">
          <li>
            <a href={`${MY}/statements`}>出具一份诚信声明，给指定的单位</a>
          </li>
          <li>
            <a href={`${MY}/consents`}>授权一个单位查询一次</a>
          </li>
        </ul>
        <Inquiries status={status} />
        <Codes status={status} />
      </>
    ),
  })

function State({ status: { day, records } }: { status: OwnStatus }) {
  const inTerm = records.filter(({ state }) => state === 'in-term')
  const until = inTerm.map(({ endsOn }) => endsOn ?? '').toSorted()
  return (
    <section class="verdict historical" aria-labelledby="verdict">
      <h1 id="verdict" class="longest">
        {inTerm.length === 0 ? '没有在期记录' : '有在期记录'}
      </h1>
      <p class="verdict-line">
        {inTerm.length === 0
          ? `截至${chineseDay(day)}，没有在记录期内的诚信记录，不影响申报。`
          : `截至${chineseDay(day)}，有诚信记录，记录期至${chineseDay(until.at(-1) ?? '')} 24 时，期间不能申报、参加评审。`}
      </p>
    </section>
  )
}

const Record = ({ record, returned }: { record: OwnRecord; returned: Returned | null }) => (
  <section>
    <FactTable
      caption={`诚信记录：${record.conduct}`}
      facts={[
        { label: '现在', value: recordStateName(record.state) },
        {
          label: '记录期',
          value:
            record.startsOn === null || record.endsOn === null
              ? '—'
              : `${chineseDay(record.startsOn)}至${chineseDay(record.endsOn)} 24 时`,
        },
        { label: '事实', value: record.facts },
        {
          label: '决定',
          value: `${record.decidedBy}，${record.decisionNumber}，${chineseDay(record.decidedOn)}`,
        },
        { label: '记入机构', value: record.office },
      ]}
    />
    {record.notes.length > 0 && (
      <ul>
        {record.notes.map((note) => (
          <li>
            {chineseDay(note.day)} {noteName(note)}：{note.words}
          </li>
        ))}
      </ul>
    )}
    {record.mayObject ? (
      <details open={returned?.typed.recordId === record.recordId}>
        <summary>对这条记录有异议，提出申诉</summary>
        <form method="post" action={`${MY}/records/${record.recordId}/objections`}>
          <Field
            language="zh"
            name="words"
            kind="lines"
            label="申诉内容"
            hint={`写明哪里不对、有什么依据，2 到 4000 字。由${record.office}复核并答复，答复在本页查看；记录有误的，更正或撤销，视为未曾记录。`}
            required
            value={returned?.typed.recordId === record.recordId ? returned.typed.words : undefined}
            maxLength={4000}
          />
          <button type="submit">提交申诉</button>
        </form>
      </details>
    ) : (
      <p class="soft">申诉已收到，正在复核。</p>
    )}
  </section>
)

const noteName = ({ kind, detail }: OwnNote): string =>
  kind === 'objected' ? '申诉' : detail === 'kept' ? '答复（维持）' : '答复（予以更正或撤销）'

const Inquiries = ({ status: { inquiries } }: { status: OwnStatus }) =>
  inquiries.length === 0 ? (
    <>
      <h2>谁查询过我</h2>
      <p>还没有人查询过。以后每一次查询都列在这里。</p>
    </>
  ) : (
    <RowTable
      caption="谁查询过我"
      columns={['日期', '单位', '凭什么', '用途', '得到的答复']}
      rows={inquiries.map(({ day, office, by, purpose, finding }) => [
        day,
        office,
        by === 'consent' ? '本人授权' : '本人的申报',
        purpose,
        findingWords(finding),
      ])}
    />
  )

const Codes = ({ status: { codes } }: { status: OwnStatus }) =>
  codes.length === 0 ? null : (
    <>
      <RowTable
        caption="为我出具的查询码"
        columns={['日期', '机构', '使用', '输错']}
        rows={codes.map(({ day, office, isUsed, wrongTries }) => [
          day,
          office,
          isUsed ? '已用' : '未用',
          `${wrongTries} 次`,
        ])}
      />
      <p class="soft small">不是您本人领取的，请向该机构反映：领取、使用和输错都留有记录。</p>
    </>
  )
