import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { RowTable } from '../../web/table.tsx'
import { DayField } from '../publicity/publicity-frame.tsx'
import type { ListedReexamination } from './find-inquiries.ts'
import { invalidScopeName } from './invalid-scope.ts'
import type { InvalidationPlan } from './propose-invalidation.ts'
import { REEXAMINATION_SCOPES, type Receipt } from './reexamination.ts'

export const INQUIRIES_PATH = '/desk/inquiries'

const RECEIPTS: Readonly<Record<Receipt, string>> = {
  accepted: '已受理',
  late: '逾期，不予受理',
  'out-of-scope': '不属复查范围，不予受理',
}
/** No notice says who approves: what the page says of it is no notice's. */
export const WHO_APPROVES =
  '通知没有写由谁批准。一人的由本机构审核人批准，一次评审、一个评委会的再由文件签发人批准：这是本系统的安排，不是通知的规定。'
export const OUTCOMES = { kept: '维持原结果', changed: '更正原结果' } as const

export const standing = ({ receipt, outcome }: ListedReexamination): string =>
  outcome === null ? RECEIPTS[receipt] : OUTCOMES[outcome]

/** A list whose people may be inquired about. */
export interface ListToChoose {
  readonly listId: string
  readonly label: string
}

export interface CycleToChoose {
  readonly id: string
  readonly committeeId: string | null
  readonly label: string
}

/** Re-examination, suspension and invalidity: what there is, and the forms for those who may. */
export const inquiriesPage = (
  frame: Frame,
  page: {
    readonly reexaminations: readonly ListedReexamination[]
    readonly invalidations: readonly InvalidationPlan[]
    /** Null: who only looks on. */
    readonly lists: readonly ListToChoose[] | null
    readonly cycles: readonly CycleToChoose[]
    readonly today: string
    readonly returned: Returned | null
  },
): string =>
  deskPage({
    ...frame,
    title: '复查和结果无效',
    current: INQUIRIES_PATH,
    children: (
      <>
        <h1>复查和结果无效</h1>
        <Refused returned={page.returned} />
        {page.reexaminations.length === 0 ? (
          <p class="soft">没有复查申请。</p>
        ) : (
          <RowTable
            caption="复查申请；打开一件即留下查看记录"
            columns={['收到', '范围', '办理', '申请期限']}
            rows={page.reexaminations.map((each) => [
              <a href={`${INQUIRIES_PATH}/reexaminations/${each.id}`}>{each.receivedOn}</a>,
              REEXAMINATION_SCOPES[each.scope],
              standing(each),
              each.lastDay ?? '未规定或尚未确认',
            ])}
          />
        )}
        {page.invalidations.length > 0 && (
          <RowTable
            caption="宣布评审结果无效"
            columns={['决定文号', '范围', '人数', '办理']}
            rows={page.invalidations.map((plan) => [
              <a href={`${INQUIRIES_PATH}/invalidations/${plan.id}`}>{plan.document}</a>,
              invalidScopeName(plan.scope.kind),
              String(plan.rowCount),
              plan.appliedOn === null ? '送审中' : `${plan.appliedOn} 生效`,
            ])}
          />
        )}
        {page.lists !== null && (
          <Forms
            lists={page.lists}
            cycles={page.cycles}
            today={page.today}
            typed={page.returned?.typed ?? {}}
          />
        )}
      </>
    ),
  })

type Typed = Returned['typed']

const Person = ({
  lists,
  prefix,
  typed,
}: {
  readonly lists: readonly ListToChoose[]
  readonly prefix: string
  readonly typed: Typed
}) => (
  <>
    <Choice
      name={`${prefix}-list`}
      label="名单"
      options={lists.map(({ listId, label }) => ({ value: listId, label }))}
      chosen={typed[`${prefix}-list`]}
    />
    <div class="row">
      <Field
        language="zh"
        name={`${prefix}-position`}
        label="名单上的序号"
        required
        maxLength={6}
        value={typed[`${prefix}-position`]}
      />
      <Field
        language="zh"
        name={`${prefix}-name`}
        label="姓名"
        required
        maxLength={50}
        value={typed[`${prefix}-name`]}
      />
    </div>
  </>
)

const Forms = (props: {
  readonly lists: readonly ListToChoose[]
  readonly cycles: readonly CycleToChoose[]
  readonly today: string
  readonly typed: Typed
}) => (
  <>
    <details class="card" open={props.typed['asked-list'] !== undefined}>
      <summary>登记复查申请</summary>
      <p>书面申请收到后登记。逾期或不属程序、错看漏看材料的，登记为不予受理，并须告知本人。</p>
      <form method="post" action={`${INQUIRIES_PATH}/reexaminations`}>
        <Person lists={props.lists} prefix="asked" typed={props.typed} />
        <Choice
          name="scope"
          label="复查范围"
          options={Object.entries(REEXAMINATION_SCOPES).map(([value, label]) => ({ value, label }))}
          chosen={props.typed.scope}
        />
        <DayField name="receivedOn" label="收到日期" value={props.typed.receivedOn ?? props.today} />
        <Field
          language="zh"
          name="text"
          kind="lines"
          label="申请理由"
          required
          maxLength={2000}
          value={props.typed.text}
        />
        <button type="submit">登记</button>
      </form>
    </details>
    <details class="card" open={props.typed['held-list'] !== undefined}>
      <summary>调查期间暂停一人的结果</summary>
      <p>暂停期间不印发文件；已发的证书另行办理暂停。调查结束后恢复。</p>
      <form method="post" action={`${INQUIRIES_PATH}/holds`}>
        <Person lists={props.lists} prefix="held" typed={props.typed} />
        <Choice
          name="act"
          label="办理"
          options={[
            { value: 'hold', label: '暂停' },
            { value: 'release', label: '恢复' },
          ]}
          chosen={props.typed.act}
        />
        <Field
          language="zh"
          name="held-ground"
          label="理由"
          required
          maxLength={500}
          value={props.typed['held-ground']}
        />
        <button type="submit">办理</button>
      </form>
    </details>
    <details class="card" open={props.typed['void-ground'] !== undefined}>
      <summary>提出宣布评审结果无效</summary>
      <p>由核准备案部门决定，他人批准后生效；由此取得的证书同时撤销。</p>
      <p class="soft small">{WHO_APPROVES}</p>
      <form method="post" action={`${INQUIRIES_PATH}/invalidations`}>
        <Choice
          name="scope"
          label="范围"
          id="void-scope"
          chosen={props.typed.scope}
          options={[
            { value: 'person', label: '一人：填写下面的名单、序号和姓名' },
            ...props.cycles.map(({ id, label }) => ({ value: `session:${id}`, label: `一次评审：${label}` })),
            ...props.cycles.flatMap(({ committeeId, label }) =>
              committeeId === null
                ? []
                : [{ value: `committee:${committeeId}`, label: `评委会本届全部评审：${label}` }],
            ),
          ]}
        />
        <Choice
          name="void-list"
          label="名单（一人时）"
          required={false}
          options={props.lists.map(({ listId, label }) => ({ value: listId, label }))}
          chosen={props.typed['void-list']}
        />
        <div class="row">
          <Field
            language="zh"
            name="void-position"
            label="序号（一人时）"
            maxLength={6}
            value={props.typed['void-position']}
          />
          <Field
            language="zh"
            name="void-name"
            label="姓名（一人时）"
            maxLength={50}
            value={props.typed['void-name']}
          />
        </div>
        <div class="row">
          <Field
            language="zh"
            name="document"
            label="决定文号"
            required
            maxLength={100}
            value={props.typed.document}
          />
          <DayField name="decidedOn" label="决定日期" value={props.typed.decidedOn ?? props.today} />
        </div>
        <Field
          language="zh"
          name="void-ground"
          kind="lines"
          label="理由"
          required
          maxLength={500}
          value={props.typed['void-ground']}
        />
        <button type="submit">提出并送审</button>
      </form>
    </details>
  </>
)
