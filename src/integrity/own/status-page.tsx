import { chineseDay } from '../../calendar/day.ts'
import { Refused, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import type { Site } from '../../web/site.ts'
import { FactTable, RowTable } from '../../web/table.tsx'
import { findingWords } from '../asked/inquiry.ts'
import { recordStateName } from '../records/state.ts'
import { DayField } from '../records/fields.tsx'
import { LEAVES_KEPT_DAYS } from '../snapshot/forget-leaves.ts'
import type { OwnCertificate } from './own-certificates.ts'
import { MY, ownPage } from './own-frame.tsx'
import type { OwnNote, OwnRecord, OwnStatus } from './own-status.ts'

/** All of somebody's own on one page: the state first, then the records, the certificates, and who asked. */
export const statusPage = (
  site: Site,
  status: OwnStatus,
  {
    certificates,
    returned,
  }: { readonly certificates: readonly OwnCertificate[]; readonly returned: Returned | null },
): string =>
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
        <Certificates certificates={certificates} />
        <h2>我可以做什么</h2>
        <ul class="ways">
          <li>
            <a href={`${MY}/statements`}>出具一份诚信声明，给指定的单位</a>
          </li>
          <li>
            <a href={`${MY}/consents`}>授权一个单位查询一次</a>
          </li>
        </ul>
        <Absence day={returned?.typed.day ?? status.day} />
        <Inquiries status={status} />
        <Looks status={status} />
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

const Certificates = ({ certificates }: { certificates: readonly OwnCertificate[] }) =>
  certificates.length === 0 ? (
    <>
      <h2>我的职称证书</h2>
      <p>没有以您登记的证件号码签发的电子证书。</p>
    </>
  ) : (
    <RowTable
      caption="我的职称证书"
      columns={['证书编号', '职称', '签发', '现在']}
      rows={certificates.map(({ number, code, title, specialty, level, office, issuedOn, over }) => [
        <a class="mono" href={`/v/${code}`}>
          {number}
        </a>,
        `${title}（${level}），${specialty}`,
        `${office}，${chineseDay(issuedOn)}`,
        over ?? '在用',
      ])}
    />
  )

const Absence = ({ day }: { day: string }) => (
  <details class="card">
    <summary>下载不在档证明</summary>
    <p>
      证明您在某一天不在诚信档案里，以每日快照和存证链为凭，不靠我们说。任何人拿着它和您的证件号码，用命令{' '}
      <span class="mono">zhengxin verify</span> 自行核对；证明里没有姓名和号码。
    </p>
    <form method="post" action={`${MY}/absence`}>
      <DayField
        name="day"
        label="哪一天"
        value={day}
        hint={`近 ${LEAVES_KEPT_DAYS} 天内；当天的零时后生成。`}
      />
      <button type="submit">下载证明</button>
    </form>
  </details>
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

const Looks = ({ status: { looks } }: { status: OwnStatus }) =>
  looks.length === 0 ? null : (
    <RowTable
      caption="谁查看过诚信档案里与我有关的内容"
      columns={['日期', '单位', '事由']}
      rows={looks.map(({ what, day, office, purpose, times }) => [
        times === 1 ? day : `${day}，${times} 次`,
        office ?? '本系统',
        what === 'looked'
          ? (purpose ?? '办理业务')
          : '名单中有您，没有受理：原因请向评委会组建单位的诚信管理员查询',
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
