import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { lifeActName, STATUS_ACTS, stateName, type CertificateState, type LifeAct } from '../life-cycle.ts'
import type { BulkPlan } from '../changes/plan-bulk.ts'
import type { PlanScope } from '../changes/plan-scope.ts'
import type { ScopesToChoose } from './scopes-at-desk.ts'
import { ActChoice, Carried, CURRENT, DecidedIn, DecisionFields, State, type Typed } from './frame.tsx'
import { scopeWords } from './plan-page.tsx'

export const BULK = `${CURRENT}/bulk`

const FIELDS = 'office kind scopeDocument committee obtainedOn act document decidedOn ground'.split(' ')

const Crumbs = () => (
  <p class="crumbs">
    <a href={CURRENT}>证书</a> ›
  </p>
)

/** What to change, and by which decision; nothing happens before the dry run was looked at. */
export const bulkPage = (
  frame: Frame,
  scopes: ScopesToChoose,
  typed: Typed,
  returned: Returned | null = null,
): string =>
  deskPage({
    ...frame,
    title: '成批变更',
    current: CURRENT,
    children: (
      <>
        <Crumbs />
        <h1>成批变更</h1>
        <Refused returned={returned} />
        {scopes.offices.length === 0 ? (
          <EmptyState>您所在的机构不发证书；变更由发证机关的经办人提出。</EmptyState>
        ) : (
          <BulkForm scopes={scopes} typed={typed} />
        )}
      </>
    ),
  })

const BulkForm = ({ scopes, typed }: { scopes: ScopesToChoose; typed: Typed }) => (
  <form method="post" action={BULK}>
    <p>先试算，看清涉及哪些证书，再送审；两步都不改动任何证书。</p>
    <Choice
      name="office"
      label="发证机关"
      options={scopes.offices.map(({ id, name }) => ({ value: id, label: name }))}
      chosen={typed.office}
    />
    <fieldset>
      <legend>范围</legend>
      <Kind typed={typed} value="document" label="一份任职资格文件的全部证书：填文号" />
      <Kind typed={typed} value="session" label="评审委员会的一届：填评审委员会和取得时间" />
      <Kind typed={typed} value="committee" label="评审委员会历年的全部证书：只填评审委员会" />
    </fieldset>
    <div class="row">
      <Suggested name="scopeDocument" label="任职资格文件的文号" options={scopes.documents} typed={typed} />
      <Suggested name="committee" label="评审委员会" options={scopes.committees} typed={typed} />
      <Suggested name="obtainedOn" label="取得时间" options={scopes.days} typed={typed} />
    </div>
    <h2>决定</h2>
    <ActChoice acts={STATUS_ACTS.map((act) => ({ value: act, label: lifeActName(act) }))} typed={typed} />
    <DecisionFields typed={typed} />
    <button type="submit">试算</button>
  </form>
)

const Kind = ({ value, label, typed }: { value: string; label: string; typed: Typed }) => (
  <label class="choice">
    <input type="radio" name="kind" value={value} checked={(typed.kind || 'document') === value} />
    {label}
  </label>
)

/** A text with the latest ones to pick from. */
const Suggested = (props: {
  readonly name: string
  readonly label: string
  readonly options: readonly string[]
  readonly typed: Typed
}) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <input
      type="text"
      id={props.name}
      name={props.name}
      list={`${props.name}-list`}
      value={props.typed[props.name] ?? ''}
      maxlength={200}
      autocomplete="off"
    />
    <datalist id={`${props.name}-list`}>
      {props.options.map((option) => (
        <option value={option} />
      ))}
    </datalist>
  </div>
)

export interface Trial {
  readonly plan: BulkPlan
  readonly scope: PlanScope
  readonly act: LifeAct
  readonly office: string
  /** The page of the list to show, from this one on. */
  readonly from: number
}

const ROWS_A_PAGE = 100

/** The dry run: exactly whom the decision touches, how many in which state. */
export const trialPage = (
  frame: Frame,
  trial: Trial,
  typed: Typed,
  returned: Returned | null = null,
): string => {
  const { plan, act, from } = trial
  const many = plan.touched.length
  const shown = plan.touched.slice(from, from + ROWS_A_PAGE)
  return deskPage({
    ...frame,
    title: '试算',
    current: CURRENT,
    children: (
      <>
        <Crumbs />
        <h1>
          试算：{lifeActName(act)} {many} 份证书
        </h1>
        <Refused returned={returned} />
        <ul class="figures">
          <li>
            <b>{many}</b>涉及的证书
          </li>
          {(Object.entries(plan.states) as [CertificateState, number][]).map(([state, n]) => (
            <li>
              <b>{n}</b>现状：{stateName(state)}
            </li>
          ))}
        </ul>
        <FactTable
          caption="决定"
          facts={[
            { label: '发证机关', value: trial.office },
            { label: '范围', value: scopeWords(trial.scope) },
            { label: '办理事项', value: lifeActName(act) },
            { label: '决定文号', value: <DecidedIn decision={typed} /> },
            { label: '理由', value: typed.ground },
          ]}
        />
        <RowTable
          caption={`第 ${from + 1} 至 ${from + shown.length} 份，共 ${many} 份`}
          columns={['证书编号', '现状', '办理后']}
          rows={shown.map(({ id, number, from: now, to }) => [
            <a class="mono" href={`${CURRENT}/${id}`}>
              {number}
            </a>,
            <State state={now} />,
            <State state={to} />,
          ])}
        />
        <form method="post" action={BULK} class="actions">
          <Carried typed={typed} names={FIELDS} />
          {from > 0 && <Turn to={Math.max(0, from - ROWS_A_PAGE)} label="上一页" />}
          {from + ROWS_A_PAGE < many && <Turn to={from + ROWS_A_PAGE} label="下一页" />}
          <button type="submit" class="quiet" name="edit" value="yes">
            修改
          </button>
        </form>
        <form method="post" action={`${BULK}/proposal`} class="card">
          <Carried typed={typed} names={FIELDS} />
          <input type="hidden" name="digest" value={plan.digest} />
          <p>
            送审只对这份名单和它们的现状有效：送审或办理之前有一份变了，就须重新试算。
            {many > 1 ? '成批的先由审核人、再由用印人核准。' : ''}
          </p>
          <button type="submit">按这份名单送审</button>
        </form>
      </>
    ),
  })
}

const Turn = ({ to, label }: { to: number; label: string }) => (
  <button type="submit" class="quiet" name="from" value={String(to)}>
    {label}
  </button>
)
