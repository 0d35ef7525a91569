import { chineseDay } from '../../calendar/day.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { INTEGRITY_PATH, State } from './archive-page.tsx'
import { DayField, DecisionFields, Line, Lines } from './fields.tsx'
import { ALL_RECIPIENTS, isRecipient, recipientName } from './letter.ts'
import type { OpenedRecord } from './read-record.ts'
import { recordActName } from './state.ts'
import { effectOf, subjectName } from './subject.ts'
import { heardInWords, ruleInWords } from './submit-record.ts'

interface Page {
  readonly opened: OpenedRecord
  readonly mayEnter: boolean
  /** Where the newest version's approval stands; null: not asked for. */
  readonly approval: {
    readonly requestId: string
    readonly words: string
    readonly isComplete: boolean
  } | null
  readonly today: string
  readonly returned: Returned | null
}

/** One record, opened: what it says, what may be done, and what happened. */
export function recordPage(frame: Frame, page: Page): string {
  const { opened, mayEnter } = page
  return deskPage({
    ...frame,
    title: '诚信记录',
    current: INTEGRITY_PATH,
    children: (
      <>
        <p class="crumbs">
          <a href={INTEGRITY_PATH}>诚信档案</a> ›
        </p>
        <h1>
          诚信记录 <State state={opened.state} />
        </h1>
        <Refused returned={page.returned} />
        {opened.isPending && <Pending {...page} />}
        <Facts opened={opened} />
        <p>
          <a href={`${INTEGRITY_PATH}/${opened.recordId}/keeping`}>保存、保全和共享</a>
        </p>
        {opened.term !== null && <Letters opened={opened} />}
        {opened.notes.length > 0 && <Notes opened={opened} />}
        {mayEnter && opened.inForce !== null && opened.inForce.titles.length > 0 && (
          <form class="card" method="post" action={`${INTEGRITY_PATH}/${opened.recordId}/certificates`}>
            <h2>证书</h2>
            <p>
              {opened.state === 'cleared'
                ? '记录已撤销：逐份提出恢复证书，由用印人核准。'
                : '决定撤销的证书逐份提出撤销，由用印人核准；别的机构签发的，请函告该机构。'}
            </p>
            <button type="submit">{opened.state === 'cleared' ? '提出恢复证书' : '提出撤销证书'}</button>
          </form>
        )}
        {mayEnter && opened.term !== null && <NoteForm {...page} />}
        {mayEnter && opened.state !== 'cleared' && <Forms {...page} />}
      </>
    ),
  })
}

/** The version that waits: to be sent for approval, with two reviewers, or to be put into force. */
const Pending = ({ opened, approval, mayEnter }: Page) => (
  <div class="card">
    <h2>
      第 {String(opened.newest.version)} 版：{recordActName(opened.newest.act)}{' '}
      <span class="state wait">{approval?.words ?? '待送审'}</span>
    </h2>
    {opened.reason !== '' && <p class="lines">{opened.reason}</p>}
    {opened.newest.act !== 'record' && (
      <p>
        {opened.newest.decidedBy}，{opened.newest.decisionNumber}，{chineseDay(opened.newest.decidedOn)}
        {opened.newest.endsOn !== null && `；记录期终止于${chineseDay(opened.newest.endsOn)}`}
      </p>
    )}
    {approval !== null && (
      <p>
        <a href={`/desk/approvals/${approval.requestId}`}>查看审批和人员</a>
      </p>
    )}
    {mayEnter && approval === null && <Act path={`${opened.recordId}/submission`} label="送审" />}
    {mayEnter && approval?.isComplete === true && (
      <>
        <p>办理后立即生效；存证链上当天的诚信事项合为一条，次日零时后写入，看不出是哪一件、何时办的。</p>
        <Act path={`${opened.recordId}/force`} label="办理生效" />
      </>
    )}
  </div>
)

const Act = ({ path, label }: { readonly path: string; readonly label: string }) => (
  <form method="post" action={`${INTEGRITY_PATH}/${path}`}>
    <button type="submit">{label}</button>
  </form>
)

function Facts({ opened }: { readonly opened: OpenedRecord }) {
  const { record, content, term } = opened
  const lines = (text: string) => <span class="lines">{text}</span>
  const days =
    term === null
      ? '未生效'
      : term.startsOn === null || term.endsOn === null
        ? '已撤销，视为未记录'
        : `${chineseDay(term.startsOn)}至${chineseDay(term.endsOn)}24时`
  return (
    <FactTable
      caption={opened.archive}
      facts={[
        { label: '对象', value: `${subjectName(record.subjectKind)}：${content.name}` },
        { label: '失信行为', value: opened.conduct },
        { label: '事实', value: lines(content.facts) },
        { label: '行为、查实', value: `${chineseDay(record.conductOn)}；${chineseDay(record.foundOn)}` },
        { label: '告知、陈述申辩', value: lines(heardInWords(record, content)) },
        {
          label: '处理决定',
          value: `${record.decidedBy}，${record.decisionNumber}，${chineseDay(record.decidedOn)}`,
        },
        { label: '年限和依据', value: ruleInWords(record.rule) },
        { label: '记录期', value: days },
        { label: '后果', value: effectOf(record.subjectKind) },
        ...(content.titles.length === 0 ? [] : [{ label: '撤销的证书', value: content.titles.join('、') }]),
        ...(opened.evidence.length === 0
          ? []
          : [
              {
                label: '证据',
                value: (
                  <>
                    {opened.evidence.map(({ id, name }) => (
                      <div>
                        <a href={`${INTEGRITY_PATH}/evidence/${id}`}>{name}</a>
                      </div>
                    ))}
                  </>
                ),
              },
            ]),
        ...(opened.others.length === 0
          ? []
          : [
              {
                label: '同一对象',
                value: `另有 ${opened.others.length} 条生效过的记录：各自计期，任一条在记录期内即受限。`,
              },
            ]),
        { label: '档案机构', value: opened.office },
      ]}
    />
  )
}

const Letters = ({ opened }: { readonly opened: OpenedRecord }) => (
  <div class="card">
    <h2>告知和通报</h2>
    <RowTable
      caption="打印或下载后送达，收到回执再登记"
      columns={['送', '文书', '送达']}
      rows={ALL_RECIPIENTS.map((recipient) => {
        const href = `${INTEGRITY_PATH}/${opened.recordId}/letters/${recipient}`
        // A receipt of before is that of another letter.
        const received = opened.notes.find(
          ({ kind, detail, notedOn }) =>
            kind === 'received' && detail === recipient && notedOn >= (opened.appliedOn ?? ''),
        )
        return [
          recipientName(recipient),
          <>
            <a href={href}>打印</a>　<a href={`${href}/pdf`}>PDF</a>
          </>,
          received ? chineseDay(received.happenedOn) : '未登记',
        ]
      })}
    />
  </div>
)

const Notes = ({ opened }: { readonly opened: OpenedRecord }) => (
  <RowTable
    caption="申诉和送达"
    columns={['日期', '事项', '内容']}
    rows={opened.notes.map(({ kind, detail, happenedOn, words }) => [
      happenedOn,
      kind === 'objected'
        ? '收到申诉'
        : kind === 'answered'
          ? `答复：${detail === 'kept' ? '维持' : '予以更正或撤销'}`
          : `送达${isRecipient(detail) ? recipientName(detail) : ''}`,
      <span class="lines">{words}</span>,
    ])}
  />
)

function NoteForm({ opened, today }: Page) {
  const [contest] = opened.notes.filter(({ kind }) => kind !== 'received')
  const isOpen = contest?.kind === 'objected'
  const answers = [
    { value: 'kept', label: '答复：维持记录' },
    { value: 'changed', label: '答复：予以更正或撤销（另行登记）' },
  ]
  const objecting = opened.state === 'cleared' ? [] : [{ value: 'objected', label: '收到申诉' }]
  return (
    <details class="card">
      <summary>登记申诉、答复或送达回执</summary>
      <form method="post" action={`${INTEGRITY_PATH}/${opened.recordId}/notes`}>
        <Choice
          name="kind"
          label="事项"
          options={[
            ...(isOpen ? [{ value: 'answered', label: '答复申诉' }] : objecting),
            { value: 'received', label: '收到送达回执' },
          ]}
        />
        <Choice
          name="detail"
          label="结论或送达对象"
          options={[
            ...(isOpen ? answers : objecting.map(() => ({ value: '', label: '—（收到申诉）' }))),
            ...ALL_RECIPIENTS.map((value) => ({ value, label: `送达：${recipientName(value)}` })),
          ]}
          required={false}
        />
        <DayField name="happenedOn" label="日期" value={today} />
        <Lines name="words" label="内容" typed={{}} required />
        <button type="submit">登记</button>
      </form>
    </details>
  )
}

function Forms({ opened, today, returned }: Page) {
  const path = (act: string) => `${INTEGRITY_PATH}/${opened.recordId}/${act}`
  const { record, content, term } = opened
  const before: Readonly<Record<string, string>> = {
    conduct: record.conduct,
    facts: content.facts,
    titles: content.titles.join('\n'),
    conductOn: record.conductOn,
    foundOn: record.foundOn,
    toldOn: record.toldOn,
    hearingThrough: record.hearingThrough,
    statedOn: record.statedOn ?? '',
    statement: content.statement,
    response: content.response,
    decidedBy: record.decidedBy,
    decisionNumber: record.decisionNumber,
    decidedOn: record.decidedOn,
    ...returned?.typed,
  }
  return (
    <>
      {term !== null && (
        <details class="card">
          <summary>提前终止，或按复核结果撤销</summary>
          <p>须有决定。撤销视为从未记录，期满以后也可以办理；都要两名审核人批准后才生效。</p>
          <form method="post" action={path('reversals')}>
            <Choice
              name="act"
              label="办理"
              options={[
                { value: 'clear', label: '撤销：视为从未记录' },
                { value: 'end-early', label: '提前终止' },
              ]}
            />
            <DayField name="endsOn" label="终止日期（提前终止的填写）" required={false} />
            <div class="row">
              <Line name="decidedBy" label="决定机关" typed={{}} />
              <Line name="decisionNumber" label="决定文号" typed={{}} />
            </div>
            <DayField name="decidedOn" label="决定日期" value={today} />
            <Lines name="reason" label="理由" typed={{}} required />
            <button type="submit">登记</button>
          </form>
        </details>
      )}
      <details class="card" open={returned !== null && 'facts' in returned.typed}>
        <summary>更正这条记录</summary>
        <p>更正成为新的一版，以前的批准作废，须重新送审。对象不能更正：记错人的，撤销后另行登记。</p>
        <form method="post" action={path('corrections')} enctype="multipart/form-data">
          <Lines name="reason" label="更正理由" typed={before} required />
          <DecisionFields typed={before} />
          <button type="submit">登记更正</button>
        </form>
      </details>
    </>
  )
}
