import { chineseDay } from '../../calendar/day.ts'
import { Field } from '../../web/form.tsx'
import { COMMITTEES, CYCLES, type Typed } from './frame.tsx'
import type { CycleView } from './view-of-cycle.ts'

/** That it is done with, why, and where to go on; nothing of one that goes on. */
export const Withdrawn = ({ view: { cycle, withdrawal } }: { view: CycleView }) =>
  withdrawal === null ? null : (
    <div class="note">
      <p>
        <b>{chineseDay(withdrawal.on)}撤回，不再办理。</b>理由：{withdrawal.ground}
      </p>
      <p>
        {withdrawal.laterId !== null ? (
          <a href={`${CYCLES}/${withdrawal.laterId}`}>重新登记的年度评审</a>
        ) : cycle.committeeId !== null ? (
          <a href={`${COMMITTEES}/${cycle.committeeId}`}>到评委会的页面重新登记</a>
        ) : (
          <a href={`${CYCLES}/new`}>重新登记</a>
        )}
      </p>
    </div>
  )

export const WithdrawalForm = ({ cycleId, typed }: { readonly cycleId: string; readonly typed: Typed }) => (
  <details class="card" open={typed.form === 'withdrawal'}>
    <summary>撤回这个年度评审</summary>
    <form method="post" action={`${CYCLES}/${cycleId}/withdrawal`}>
      <p>登记错了，或者没有获准列入计划的，撤回后可以重新登记同一年度。撤回不能反悔，原登记和理由都保留。</p>
      <Field
        language="zh"
        name="ground"
        id="withdrawal-ground"
        label="撤回的理由"
        required
        hint="如“依据的通知选错”“未获准列入年度评审计划”"
        value={typed.form === 'withdrawal' ? typed.ground : ''}
        maxLength={500}
      />
      <button type="submit" class="danger">
        撤回
      </button>
    </form>
  </details>
)
