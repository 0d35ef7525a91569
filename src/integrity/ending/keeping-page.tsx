import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { DayField, Line, Lines } from '../records/fields.tsx'
import { COPY_ACTS, copyActName, type CopyAct } from '../sharing/exchange.ts'
import { HOLD_KINDS, holdName, type HoldKind } from './hold-kind.ts'

export interface Keeping {
  readonly recordId: string
  readonly kept: string
  readonly holding: readonly HoldKind[]
  readonly holds: readonly {
    readonly kind: HoldKind
    readonly isStanding: boolean
    readonly heldOn: string
    readonly ground: string
  }[]
  readonly copy: string
  readonly copyActs: readonly {
    readonly act: CopyAct
    readonly document: string
    readonly happenedOn: string
  }[]
  readonly mayHold: boolean
  readonly mayShare: boolean
}

/** One record: until when it is kept, what holds it beyond that, and its copy with the platform. */
export const keepingPage = (
  frame: Frame,
  page: { readonly keeping: Keeping; readonly today: string; readonly returned: Returned | null },
): string => {
  const { keeping, today } = page
  const path = `/desk/integrity/${keeping.recordId}`
  return deskPage({
    ...frame,
    title: '保存和共享',
    current: '/desk/integrity',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/integrity">诚信档案</a> › <a href={path}>诚信记录</a> ›
        </p>
        <h1>保存和共享</h1>
        <Refused returned={page.returned} />
        <FactTable
          caption="这条记录"
          facts={[
            { label: '保存期限', value: keeping.kept },
            {
              label: '保全',
              value:
                keeping.holding.length === 0 ? '没有' : `${keeping.holding.map(holdName).join('；')}：不销毁`,
            },
            { label: '共享副本', value: keeping.copy },
          ]}
        />
        {keeping.holds.length > 0 && (
          <RowTable
            caption="保全和解除"
            columns={['日期', '事由', '文号和说明']}
            rows={keeping.holds.map(({ heldOn, kind, isStanding, ground }) => [
              heldOn,
              `${isStanding ? '保全' : '解除'}：${holdName(kind)}`,
              ground,
            ])}
          />
        )}
        {keeping.copyActs.length > 0 && (
          <RowTable
            caption="共享副本的变化"
            columns={['日期', '事项', '文号']}
            rows={keeping.copyActs.map(({ happenedOn, act, document }) => [
              happenedOn,
              copyActName(act),
              document,
            ])}
          />
        )}
        {keeping.mayHold && (
          <form class="card" method="post" action={`${path}/keeping/holds`}>
            <h2>保全，或解除保全</h2>
            <p class="soft">期满六十日后，内容、证据和密钥即销毁，只留统计；保全的不销毁。</p>
            <div class="row">
              <Choice
                name="what"
                label="办理"
                options={[
                  { value: 'hold', label: '保全' },
                  { value: 'release', label: '解除' },
                ]}
              />
              <Choice
                name="kind"
                label="事由"
                options={HOLD_KINDS.map((value) => ({ value, label: holdName(value) }))}
              />
            </div>
            <Lines name="ground" label="文号和说明" typed={{}} required />
            <button type="submit">登记</button>
          </form>
        )}
        {keeping.mayShare && (
          <form class="card" method="post" action={`${path}/keeping/copies`}>
            <h2>共享副本</h2>
            <p class="soft">只影响平台上的副本，由下一份撤回或增量文件办理；本档案的记录期照旧。</p>
            <div class="row">
              <Choice
                name="act"
                label="事项"
                options={COPY_ACTS.map((value) => ({ value, label: copyActName(value) }))}
              />
              <Line name="document" label="文号" typed={{}} />
              <DayField name="happenedOn" label="日期" value={today} />
            </div>
            <button type="submit">登记</button>
          </form>
        )}
        {keeping.mayHold && keeping.copyActs[0]?.act === 'repaired' && (
          <details class="card">
            <summary>信用修复后，按决定提前终止本档案的记录</summary>
            <p>须当地规定允许，另有决定，并由两名审核人批准后才生效。</p>
            <form method="post" action={`${path}/keeping/endings`}>
              <div class="row">
                <Line name="decidedBy" label="决定机关" typed={{}} />
                <Line name="decisionNumber" label="决定文号" typed={{}} />
              </div>
              <div class="row">
                <DayField name="decidedOn" label="决定日期" value={today} />
                <DayField name="endsOn" label="终止日期" />
              </div>
              <Lines name="reason" label="理由" typed={{}} required />
              <button type="submit">登记</button>
            </form>
          </details>
        )}
      </>
    ),
  })
}
