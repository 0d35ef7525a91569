import { chineseDay } from '../../calendar/day.ts'
import { Choice, type Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import type { PublicFrame } from '../publicity/read-public.ts'
import { PUBLICITY_NAMES } from '../publicity/state.ts'
import type { ListedObjection, OpenedObjection } from './find-objection.ts'
import { isSettled, objectionStateName, type ObjectionState } from './objection.ts'
import { grouped } from './receipt.ts'

export const OBJECTIONS_PATH = '/desk/objections'

const State = ({ state }: { readonly state: ObjectionState }) => (
  <span class={`state ${state === 'upheld' ? 'bad' : isSettled(state) ? '' : 'wait'}`}>
    {objectionStateName(state)}
  </span>
)

const marks = ({ isLate, isAnonymous }: ListedObjection): string =>
  [isLate ? '公示期满后' : '', isAnonymous ? '匿名' : ''].filter(Boolean).join('、')

/** Neither whom they are about nor what they say: that is opened one by one, and recorded. */
export const objectionsPage = (frame: Frame, listed: readonly ListedObjection[]): string =>
  deskPage({
    ...frame,
    title: '异议',
    current: OBJECTIONS_PATH,
    children: (
      <>
        <h1>异议</h1>
        {listed.length === 0 ? (
          <EmptyState>没有收到异议。</EmptyState>
        ) : (
          <RowTable
            caption="未办结的在前；打开一件即留下查看记录"
            columns={['受理编号', '状态', '收到', '公示', '针对', '备注']}
            rows={listed.map((each) => [
              <a class="mono" href={`${OBJECTIONS_PATH}/${each.id}`}>
                {grouped(each.reference)}
              </a>,
              <State state={each.state} />,
              each.receivedOn,
              PUBLICITY_NAMES[each.kind],
              each.namesSomebody ? '名单上的一人' : '评审程序或未能对应的人',
              marks(each),
            ])}
          />
        )}
      </>
    ),
  })

/** One objection, opened. */
export function objectionPage(
  frame: Frame,
  page: {
    readonly objection: OpenedObjection
    readonly about: PublicFrame
    readonly mayHandle: boolean
  },
): string {
  const { objection, about, mayHandle } = page
  const { state } = objection
  return deskPage({
    ...frame,
    title: '异议',
    current: OBJECTIONS_PATH,
    children: (
      <>
        <p class="crumbs">
          <a href={OBJECTIONS_PATH}>异议</a> ›
        </p>
        <h1>
          异议 <span class="mono">{grouped(objection.reference)}</span> <State state={state} />
        </h1>
        <FactTable
          caption={about.title}
          facts={[
            {
              label: '针对',
              value:
                objection.about === null
                  ? '评审程序，或未能对应到名单上的人'
                  : `第 ${objection.about.position} 号 ${objection.about.name}，${objection.about.employer}，${objection.about.title}`,
            },
            {
              label: '收到',
              value: chineseDay(objection.receivedOn) + (objection.isLate ? '（公示期满后）' : ''),
            },
            {
              label: '异议内容',
              value: <span class="lines">{objection.text ?? '所涉人员的信息已清除，内容随之清除。'}</span>,
            },
            {
              label: '提出人',
              value: objection.isAnonymous
                ? '匿名'
                : (objection.contact ?? '已署名；只有办理机构的办理人能看到'),
            },
            ...objection.steps.map(({ step, takenOn, ground }) => ({
              label: objectionStateName(step),
              value: (
                <>
                  {chineseDay(takenOn)}
                  {ground !== null && (
                    <>
                      <br />
                      <span class="lines">{ground}</span>
                    </>
                  )}
                </>
              ),
            })),
          ]}
        />
        {objection.about !== null && !isSettled(state) && (state !== null || !objection.isLate) && (
          <div class="note">
            <p>答复以前，这一人的结果暂缓，不影响名单上的其他人。公示网页上看不出区别。</p>
          </div>
        )}
        {mayHandle && state === null && <TakeUp objection={objection} />}
        {mayHandle && state === 'taken-up' && <Answer objection={objection} />}
        {isSettled(state) && objection.about !== null && (
          <p>
            <a class="button quiet" href={`${OBJECTIONS_PATH}/${objection.id}/notice`}>
              打印给本人的告知书
            </a>
          </p>
        )}
      </>
    ),
  })
}

const TakeUp = ({ objection }: { readonly objection: OpenedObjection }) => (
  <form class="card" method="post" action={`${OBJECTIONS_PATH}/${objection.id}`}>
    <h2>办理</h2>
    {(objection.isLate || objection.isAnonymous) && (
      <p class="soft">通知没有规定{marks(objection)}的异议如何处理的，由本单位决定是否受理。</p>
    )}
    <Choice
      name="step"
      label="受理"
      options={[
        { value: 'taken-up', label: '受理，开始调查' },
        { value: 'not-accepted', label: '不予受理' },
      ]}
    />
    <Field
      language="zh"
      name="ground"
      kind="lines"
      label="答复"
      hint="不予受理的必填。提出人和本人都会看到，不要写提出人是谁。"
      maxLength={2000}
    />
    <button type="submit">提交</button>
  </form>
)

const Answer = ({ objection }: { readonly objection: OpenedObjection }) => (
  <form class="card" method="post" action={`${OBJECTIONS_PATH}/${objection.id}`}>
    <h2>调查结论</h2>
    <Choice
      name="step"
      label="结论"
      options={[
        { value: 'dismissed', label: '异议不成立，结果恢复' },
        { value: 'upheld', label: '异议成立，结果不再继续' },
        { value: 'not-accepted', label: '不予受理' },
      ]}
    />
    <Field
      language="zh"
      name="ground"
      kind="lines"
      label="调查情况和理由"
      required
      hint="提出人和本人都会看到，不要写提出人是谁。"
      maxLength={2000}
    />
    <button type="submit">答复</button>
  </form>
)

/** 告知书: what the person it is about is told; neither who objected nor what was said. */
export const resultNotice = (frame: Frame, objection: OpenedObjection, about: PublicFrame): string => {
  const last = objection.steps.at(-1)
  return deskPage({
    ...frame,
    title: '异议处理结果告知书',
    current: OBJECTIONS_PATH,
    children: (
      <div class="paper">
        <h1>异议处理结果告知书</h1>
        <p>{objection.about?.name}：</p>
        <p class="prose">
          {about.title}期间，本单位收到对您的异议（编号 {grouped(objection.reference)}）。经调查，
          {objectionStateName(objection.state)}。
        </p>
        {last?.ground && <p class="prose lines">{last.ground}</p>}
        <p class="signed">
          {about.office}
          <br />
          {chineseDay(last?.takenOn ?? objection.receivedOn)}
        </p>
      </div>
    ),
  })
}
