import { chineseDay } from '../../calendar/day.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { FactTable } from '../../web/table.tsx'
import type { Cycle } from '../cycle.ts'
import type { Station } from '../station.ts'
import { RulingForm } from './committee-page.tsx'
import type { CycleView } from './view-of-cycle.ts'
import { WithdrawalForm, Withdrawn } from './withdrawal.tsx'
import { Clause, COMMITTEES, CYCLES, DayOf, Ruled, State, type Typed } from './frame.tsx'
import { StepForm } from './step-form.tsx'

/** One year of a committee: every step with its days and clauses, and what the viewer may do now. */
export function cyclePage(frame: Frame, view: CycleView, returned: Returned | null): string {
  const { cycle } = view
  const typed: Typed = returned?.typed ?? {}
  const name = `${cycle.name} ${cycle.year} 年度`
  // Of a withdrawn year only what was done; nothing is late or may be done any more.
  const shown = view.stations.filter(({ state }) => cycle.withdrawnOn === null || state === 'done')
  const corrections = view.forms.filter(({ before }) => before !== null)
  const stepForm = (form: CycleView['forms'][number]) => (
    <StepForm
      cycleId={cycle.id}
      typed={typed.step === form.step ? typed : {}}
      {...form}
      isOpen={form.isOpen || typed.step === form.step}
    />
  )
  return deskPage({
    ...frame,
    title: name,
    current: CYCLES,
    children: (
      <>
        <p class="crumbs">
          <a href={CYCLES}>年度评审</a> ›
        </p>
        <h1>
          {name}{' '}
          {cycle.withdrawnOn === null ? (
            <Ruled granted={cycle.inPlan} words={['计划待核准', '计划内', '未列入计划']} />
          ) : (
            <span class="state bad">已撤回</span>
          )}
        </h1>
        <Refused returned={returned} />
        <Withdrawn view={view} />
        <Facts view={view} />
        <p class="actions">
          <a class="button quiet" href={`/desk/lists/cycles/${cycle.id}`}>
            名单和材料
          </a>
          <a class="button quiet" href={`${CYCLES}/${cycle.id}/figures`}>
            统计图
          </a>
        </p>
        {view.may.rule && cycle.inPlan === null && <PlanRuling cycle={cycle} typed={typed} />}
        {view.forms.filter(({ before }) => before === null).map(stepForm)}
        <h2>各环节</h2>
        <ol class="course">
          {shown.map((station) => (
            <StationItem station={station} view={view} />
          ))}
        </ol>
        {view.may.rule && cycle.inPlan !== null && (
          <details class="card" open={typed.granted !== undefined}>
            <summary>改变列入计划的意见</summary>
            <PlanRuling cycle={cycle} typed={typed} />
          </details>
        )}
        {view.may.plan && <PlanForm view={view} typed={typed} />}
        {corrections.length > 0 && (
          <details class="card" open={corrections.some(({ step }) => step === typed.step)}>
            <summary>更正已登记的环节</summary>
            {corrections.map(stepForm)}
          </details>
        )}
        {view.may.withdraw && <WithdrawalForm cycleId={cycle.id} typed={typed} />}
        <FeedForm view={view} />
      </>
    ),
  })
}

const PlanRuling = ({ cycle, typed }: { cycle: Cycle; typed: Typed }) => (
  <RulingForm
    action={`${CYCLES}/${cycle.id}/ruling`}
    yes="同意列入年度评审计划"
    no="不同意列入"
    typed={typed.form === undefined && typed.step === undefined ? typed : {}}
  />
)

const Facts = ({ view: { cycle, ...view } }: { view: CycleView }) => (
  <FactTable
    caption="登记内容"
    facts={[
      { label: '组建单位', value: view.office },
      { label: '核准备案部门', value: view.filingAuthority },
      ...(cycle.committeeId === null
        ? []
        : [{ label: '评委会', value: <a href={`${COMMITTEES}/${cycle.committeeId}`}>{cycle.name}</a> }]),
      { label: '取得方式', value: routeName(cycle.route) },
      { label: '级别', value: cycle.levels.map(levelName).join('、') },
      { label: '系列', value: cycle.series?.join('、') ?? '全部系列' },
      {
        label: '依据的通知',
        value: (
          <>
            <a href={`/desk/policies/${cycle.place}`}>{view.policyName}</a>
            {view.isOtherYear && (
              <p class="small">{`${cycle.year} 年的通知未收录，沿用上面的通知；其中定死的日期只管当年。`}</p>
            )}
          </>
        ),
      },
      ...(cycle.route === 'review'
        ? [{ label: '计划评审日期', value: view.meetingOn === null ? '未填写' : chineseDay(view.meetingOn) }]
        : []),
    ]}
  />
)

function StationItem({ station, view }: { station: Station; view: CycleView }) {
  const { step, name, state, doneOn, earliest, latest, notes } = station
  const link = view.links[step]?.(view.cycle.id) ?? null
  return (
    <li class={state}>
      <p class="station">
        {link === null ? <b>{name}</b> : <a href={link}>{name}</a>} <State state={state} />
      </p>
      {doneOn !== null && state === 'done' && <p>{chineseDay(doneOn)}</p>}
      {earliest !== null && (
        <p>
          最早 <DayOf bound={earliest} />
          <Clause source={earliest.source} />
        </p>
      )}
      {latest !== null && (
        <p>
          最迟 <DayOf bound={latest} />
          <Clause source={latest.source} />
        </p>
      )}
      {notes.map((note) => (
        <p class="soft small">{note}</p>
      ))}
    </li>
  )
}

const PlanForm = ({ view, typed }: { view: CycleView; typed: Typed }) => (
  <details class="card" open={view.meetingOn === null || typed.form === 'plan'}>
    <summary>{view.meetingOn === null ? '填写计划评审日期' : '更改计划评审日期'}</summary>
    <form method="post" action={`${CYCLES}/${view.cycle.id}/plan`}>
      <div class="row">
        <Field
          language="zh"
          name="meetingOn"
          label="计划评审日期"
          required
          hint="如 2023-10-16"
          value={typed.meetingOn}
          maxLength={10}
        />
        <Field
          language="zh"
          name="ground"
          id="plan-ground"
          label="依据或改期的理由"
          required
          value={typed.ground}
          maxLength={500}
        />
        <button type="submit">保存</button>
      </div>
    </form>
  </details>
)

const FeedForm = ({ view: { cycle, feed } }: { view: CycleView }) => (
  <details class="card">
    <summary>在手机日历里看期限</summary>
    {feed === null ? (
      <form method="post" action={`${CYCLES}/${cycle.id}/feeds`}>
        <p>
          生成一个只属于您的订阅地址，期限会出现在手机或电脑的日历里。地址只显示一次，知道它的人都能看到期限。
        </p>
        <button type="submit">生成订阅地址</button>
      </form>
    ) : (
      <form method="post" action={`${CYCLES}/${cycle.id}/feeds/closing`}>
        <p>{`您在 ${feed.openedOn} 生成过订阅地址。停用后原地址不再有效，可以重新生成。`}</p>
        <button type="submit" class="quiet">
          停用订阅地址
        </button>
      </form>
    )}
  </details>
)

/** The address, shown once. */
export const feedPage = (
  frame: Frame,
  { cycle, address }: { readonly cycle: Cycle; readonly address: string },
): string =>
  deskPage({
    ...frame,
    title: '订阅地址',
    current: CYCLES,
    children: (
      <>
        <h1>订阅地址</h1>
        <p>请现在复制到日历的“订阅”或“添加网络日历”里，离开这一页后不再显示：</p>
        <p class="secret">{address}</p>
        <p>
          <a href={`${CYCLES}/${cycle.id}`}>回到年度评审</a>
        </p>
      </>
    ),
  })
