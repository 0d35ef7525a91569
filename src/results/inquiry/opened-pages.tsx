import { chineseDay } from '../../calendar/day.ts'
import { sourceText } from '../../cycles/source.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { FactTable } from '../../web/table.tsx'
import type { OpenedReexamination, ShownInvalidation } from './find-inquiries.ts'
import { INQUIRIES_PATH, OUTCOMES, standing, WHO_APPROVES } from './inquiry-pages.tsx'
import { invalidScopeName } from './invalid-scope.ts'
import { REEXAMINATION_SCOPES } from './reexamination.ts'

/** One request to look again, opened; with what the person is to be told. */
export function reexaminationPage(
  frame: Frame,
  {
    asked,
    mayAnswer,
    returned,
  }: {
    readonly asked: OpenedReexamination
    readonly mayAnswer: boolean
    readonly returned: Returned | null
  },
): string {
  const isTold = asked.receipt !== 'accepted' || asked.outcome !== null
  return deskPage({
    ...frame,
    title: '复查申请',
    current: INQUIRIES_PATH,
    children: (
      <>
        {/* On paper only what the person is told. */}
        <div class={isTold ? 'screen' : ''}>
          <p class="crumbs">
            <a href={INQUIRIES_PATH}>复查和结果无效</a> ›
          </p>
          <h1>
            复查申请 <span class="state">{standing(asked)}</span>
          </h1>
          <FactTable
            caption={asked.review}
            facts={[
              { label: '申请人', value: `${asked.name}，${asked.employer}，${asked.title}` },
              { label: '收到', value: chineseDay(asked.receivedOn) },
              { label: '范围', value: REEXAMINATION_SCOPES[asked.scope] },
              {
                label: '结果确认',
                value: asked.confirmedOn === null ? '尚未确认' : chineseDay(asked.confirmedOn),
              },
              {
                label: '申请期限',
                value: (
                  <>
                    {asked.lastDay === null ? '' : chineseDay(asked.lastDay)}
                    {asked.source === null ? (
                      <span class="state wait">未规定</span>
                    ) : (
                      <span class="soft small"> {sourceText(asked.source)}</span>
                    )}
                  </>
                ),
              },
              {
                label: '申请理由',
                value: <span class="lines">{asked.text ?? '申请人的信息已清除。'}</span>,
              },
              ...(asked.answer === null
                ? []
                : [{ label: '复查结论', value: <span class="lines">{asked.answer.ground}</span> }]),
            ]}
          />
        </div>
        <Refused returned={returned} />
        {mayAnswer && asked.receipt === 'accepted' && asked.outcome === null && (
          <form class="card" method="post" action={`${INQUIRIES_PATH}/reexaminations/${asked.id}`}>
            <h2>复查结论</h2>
            <Choice
              name="outcome"
              label="结论"
              options={Object.entries(OUTCOMES).map(([value, label]) => ({ value, label }))}
              chosen={returned?.typed.outcome}
            />
            <Field
              language="zh"
              name="ground"
              kind="lines"
              label="情况和理由"
              hint="将告知申请人。更正原结果的，另行上传更正后的名单。"
              required
              value={returned?.typed.ground}
              maxLength={2000}
            />
            <button type="submit">答复</button>
          </form>
        )}
        {mayAnswer && asked.text !== null && <HoldForm asked={asked} returned={returned} />}
        {isTold && <Told asked={asked} />}
      </>
    ),
  })
}

/** The same person's result, stopped or let go on: nothing has to be typed twice. */
const HoldForm = (props: { readonly asked: OpenedReexamination; readonly returned: Returned | null }) => {
  const { asked, returned } = props
  const typed = returned?.typed['held-ground']
  return (
    <details class="card screen" open={typed !== undefined}>
      <summary>{asked.isHeld ? '恢复此人的结果' : '调查期间暂停此人的结果'}</summary>
      <p>
        {asked.isHeld
          ? '此人的结果正在暂停，恢复后可以列入文件。'
          : '暂停期间不列入备案和文件；已发的证书在证书工作台另行办理暂停。'}
      </p>
      <form method="post" action={`${INQUIRIES_PATH}/reexaminations/${asked.id}/hold`}>
        <input type="hidden" name="act" value={asked.isHeld ? 'release' : 'hold'} />
        <Field
          language="zh"
          name="held-ground"
          label="理由"
          required
          maxLength={500}
          value={typed ?? `${asked.receivedOn} 收到的复查申请${asked.isHeld ? '已经办结' : '，调查期间暂停'}`}
        />
        <button type="submit" class="quiet">
          {asked.isHeld ? '恢复' : '暂停'}
        </button>
      </form>
    </details>
  )
}

/** 告知书, to be printed and handed over. */
const Told = ({ asked }: { readonly asked: OpenedReexamination }) => (
  <div class="card paper">
    <h1>复查告知书</h1>
    <p>{asked.name}：</p>
    <p class="prose">
      您对{asked.review}结果的复查申请，本单位于{chineseDay(asked.receivedOn)}收到。
      {asked.outcome !== null && `经复查，${OUTCOMES[asked.outcome]}。`}
      {asked.receipt === 'late' &&
        `申请期限为${asked.lastDay === null ? '' : chineseDay(asked.lastDay)}，您的申请已逾期，不予受理。`}
      {asked.receipt === 'out-of-scope' &&
        '复查只限评审程序和错看、漏看材料，您的申请不属复查范围，不予受理。'}
      {asked.source !== null && `依据：${sourceText(asked.source)}。`}
    </p>
    {asked.answer !== null && <p class="prose lines">{asked.answer.ground}</p>}
    <p class="signed">
      {asked.office}
      <br />
      {chineseDay(asked.answer?.answeredOn ?? asked.receivedOn)}
    </p>
  </div>
)

/** A declaration: what it says, where its approval stands, and the act once it is approved. */
export const invalidationPage = (
  frame: Frame,
  { shown, mayApply }: { readonly shown: ShownInvalidation; readonly mayApply: boolean },
): string => {
  const { plan, office, ground, requestId, isApproved } = shown
  return deskPage({
    ...frame,
    title: '宣布评审结果无效',
    current: INQUIRIES_PATH,
    children: (
      <>
        <p class="crumbs">
          <a href={INQUIRIES_PATH}>复查和结果无效</a> ›
        </p>
        <h1>
          宣布评审结果无效{' '}
          <span class={`state ${plan.appliedOn === null ? 'wait' : 'bad'}`}>
            {plan.appliedOn === null ? (isApproved ? '已批准，待办理' : '送审中') : '已生效'}
          </span>
        </h1>
        <FactTable
          caption={plan.document}
          facts={[
            { label: '决定机关', value: office },
            { label: '决定日期', value: chineseDay(plan.decidedOn) },
            { label: '范围', value: invalidScopeName(plan.scope.kind) },
            { label: '人数', value: String(plan.rowCount) },
            { label: '理由', value: <span class="lines">{ground}</span> },
            ...(plan.appliedOn === null ? [] : [{ label: '生效', value: chineseDay(plan.appliedOn) }]),
            ...(requestId === null
              ? []
              : [{ label: '审批', value: <a href={`/desk/approvals/${requestId}`}>查看审批和人员</a> }]),
          ]}
        />
        {plan.appliedOn === null && <p class="soft small">{WHO_APPROVES}</p>}
        {plan.appliedOn === null && isApproved && mayApply && (
          <form class="card" method="post" action={`${INQUIRIES_PATH}/invalidations/${plan.id}/application`}>
            <p>办理后，这 {plan.rowCount} 人的评审结果无效，由此取得的证书全部撤销，不能撤回。</p>
            <button type="submit" class="danger">
              办理
            </button>
          </form>
        )}
      </>
    ),
  })
}
