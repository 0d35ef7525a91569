import { chineseDay } from '../../calendar/day.ts'
import type { Authority } from '../../identity/authority.ts'
import { ID_DOCUMENT_TYPES, idDocumentName } from '../../people/id-document.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { Line, Lines } from '../records/fields.tsx'
import type { JoinState, ListedJoin, OpenedJoin } from './read-joins.ts'

export const JOINS_PATH = '/desk/persons'

const ACTS = { merge: '合并为同一人', part: '撤销误合并' } as const
const STATES: Readonly<Record<JoinState, readonly [look: string, zh: string]>> = {
  waiting: ['wait', '送审中'],
  agreed: ['wait', '已同意，待办理'],
  done: ['good', '已办理'],
  past: ['', '已退回，或后来又有变动'],
}

const State = ({ state }: { readonly state: JoinState }) => (
  <span class={`state ${STATES[state][0]}`}>{STATES[state][1]}</span>
)

/** What a merge does and does not: said on every page, for nobody guesses it. */
const Explained = () => (
  <ul class="soft">
    <li>15 位和 18 位的同一号码本来就是同一人，不必合并。</li>
    <li>合并只说明“是同一人”，不移动、不改动任何记录：每条记录仍在当初登记的号码之下。</li>
    <li>合并后，任一号码都查得到两个号码的诚信记录期；本人查询、两次申报的线索、审批人数也按一人计算。</li>
    <li>撤销合并后，两份记录与合并前完全一样；合并期间新登记的，归登记时所用的号码。</li>
  </ul>
)

/** Merges and partings, never whose. */
export const joinsPage = (
  frame: Frame,
  page: { readonly joins: readonly ListedJoin[]; readonly mayJoin: boolean },
): string =>
  deskPage({
    ...frame,
    title: '同一人记录的合并',
    current: JOINS_PATH,
    children: (
      <>
        <h1>同一人记录的合并</h1>
        <p class="soft">一个人用过两个号码：先用护照、后用身份证，或登记时号码有误。列表不显示姓名。</p>
        <Explained />
        {page.mayJoin && (
          <p>
            <a class="button" href={`${JOINS_PATH}/new`}>
              提出合并或撤销合并
            </a>
          </p>
        )}
        {page.joins.length === 0 ? (
          <p class="soft">没有合并事项。</p>
        ) : (
          <RowTable
            caption="最近的 200 件"
            columns={['提出日期', '事项', '状态']}
            rows={page.joins.map(({ proposalId, act, proposedOn, state }) => [
              <a href={`${JOINS_PATH}/${proposalId}`}>{proposedOn}</a>,
              ACTS[act],
              <State state={state} />,
            ])}
          />
        )}
      </>
    ),
  })

const PersonFields = (props: {
  readonly which: 'one' | 'other'
  readonly title: string
  readonly typed: Readonly<Record<string, string>>
}) => (
  <>
    <h2>{props.title}</h2>
    <div class="row">
      <Line name={`${props.which}Name`} label="登记时的姓名" typed={props.typed} />
      <Choice
        name={`${props.which}Type`}
        label="证件类型"
        chosen={props.typed[`${props.which}Type`]}
        options={ID_DOCUMENT_TYPES.map((value) => ({ value, label: idDocumentName(value) }))}
      />
      <Line name={`${props.which}Number`} label="证件号码" typed={props.typed} />
    </div>
  </>
)

/** The form for a proposal. */
export const newJoinPage = (
  frame: Frame,
  page: { readonly offices: readonly Pick<Authority, 'id' | 'name'>[]; readonly returned: Returned | null },
): string => {
  const typed = page.returned?.typed ?? {}
  return deskPage({
    ...frame,
    title: '提出合并或撤销合并',
    current: JOINS_PATH,
    children: (
      <>
        <p class="crumbs">
          <a href={JOINS_PATH}>同一人记录的合并</a> ›
        </p>
        <h1>提出合并或撤销合并</h1>
        <Refused returned={page.returned} />
        <Explained />
        <form class="card" method="post" action={JOINS_PATH}>
          <div class="row">
            <Choice
              name="act"
              label="事项"
              chosen={typed.act}
              options={[
                { value: 'merge', label: ACTS.merge },
                { value: 'part', label: ACTS.part },
              ]}
            />
            <Choice
              name="officeId"
              label="由哪个机构的审核人同意"
              chosen={typed.officeId}
              options={page.offices.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </div>
          <PersonFields which="one" title="第一份证件" typed={typed} />
          <PersonFields which="other" title="第二份证件" typed={typed} />
          <Lines name="ground" label="依据：凭什么材料认定（10 字以上，加密保存）" typed={typed} required />
          <button type="submit">送审</button>
        </form>
      </>
    ),
  })
}

/** One proposal, opened. */
export const joinPage = (
  frame: Frame,
  page: { readonly join: OpenedJoin; readonly mayJoin: boolean; readonly returned: Returned | null },
): string => {
  const { proposalId, act, state, people, ground, proposedOn, approval } = page.join
  return deskPage({
    ...frame,
    title: ACTS[act],
    current: JOINS_PATH,
    children: (
      <>
        <p class="crumbs">
          <a href={JOINS_PATH}>同一人记录的合并</a> ›
        </p>
        <h1>{ACTS[act]}</h1>
        <p>
          <State state={state} />
        </p>
        <Refused returned={page.returned} />
        <FactTable
          caption="事项"
          facts={[
            { label: '两份记录登记的姓名', value: people.map(({ name }) => name).join('；') },
            { label: '依据', value: <span class="lines">{ground}</span> },
            { label: '提出日期', value: chineseDay(proposedOn) },
          ]}
        />
        {approval && (
          <p>
            <a href={`/desk/approvals/${approval.requestId}`}>查看审批</a>
          </p>
        )}
        {page.mayJoin && state === 'agreed' && (
          <form method="post" action={`${JOINS_PATH}/${proposalId}/force`}>
            <button type="submit">{act === 'merge' ? '办理合并' : '办理撤销合并'}</button>
          </form>
        )}
        <Explained />
      </>
    ),
  })
}
