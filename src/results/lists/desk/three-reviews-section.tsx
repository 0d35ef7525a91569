import { sourceText } from '../../../cycles/source.ts'
import { Field } from '../../../web/form.tsx'
import type { ThreeReviewsRule } from '../three-reviews.ts'

/** Where 三审三校 stands: asked for by the notice, by whom, and what there is to do. */
export const ThreeReviewsSection = (props: {
  readonly listId: string
  readonly rule: ThreeReviewsRule
  /** The policy's id. */
  readonly place: string
  /** The newest request, and whether every round agreed to it. */
  readonly requestId: string | null
  readonly isPassed: boolean
  readonly isNoted: boolean
  readonly maySubmit: boolean
}) => {
  const { listId, rule, place, requestId, isPassed, isNoted, maySubmit } = props
  const { rounds, source } = rule
  return (
    <section>
      <h2>
        三审三校{' '}
        <span class={`state ${isPassed ? 'good' : 'wait'}`}>
          {isPassed ? '已完成' : requestId === null ? '未送审' : '审校中'}
        </span>
      </h2>
      {source !== null && <p class="soft small">依据：{sourceText(source)}</p>}
      {rounds.kind === 'unspecified' ? (
        <div class="note">
          <p>
            <b>未规定：</b>
            {rounds.question.zh}请由有权机构
            <a href={`/desk/policies/${place}/threeReviewsRounds`}>作出规定</a>
            后再送审。
          </p>
        </div>
      ) : (
        <p>
          各轮由不同的人进行：{rounds.value.map(({ of, by }) => `${of ?? '审校'}（${by}）`).join('、')}
          {rounds.kind === 'answered' && (
            <span class="soft">
              {' '}
              · 本地规定：{rounds.office}，{rounds.ground}
            </span>
          )}
        </p>
      )}
      {requestId !== null && (
        <p>
          <a href={`/desk/approvals/${requestId}`}>查看审校</a>
        </p>
      )}
      {maySubmit && rounds.kind !== 'unspecified' && !isPassed && (
        <form
          class="card"
          method="post"
          action={`/desk/lists/${listId}/three-reviews`}
          enctype="multipart/form-data"
        >
          <Field
            language="zh"
            name="file"
            label="源文件"
            kind="file"
            accept=".xlsx,.xls,.csv"
            hint="导入时的原件；逐行核对后不保存。不选则在审校时注明没有核对"
          />
          <button type="submit">{requestId === null ? '送三审三校' : '重新送三审三校'}</button>
        </form>
      )}
      {maySubmit && isPassed && !isNoted && (
        <form class="actions" method="post" action={`/desk/lists/${listId}/three-reviews/over`}>
          <button type="submit">登记三审三校完成</button>
        </form>
      )}
    </section>
  )
}
