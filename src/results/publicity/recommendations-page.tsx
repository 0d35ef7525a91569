import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import { DayField, FileField, publicityDeskPage, PUBLICITY_PATH } from './publicity-frame.tsx'

/** 推荐公示: by the employers' papers. */
export const recommendationsPage = (
  frame: Frame,
  page: {
    readonly cycles: readonly { readonly id: string; readonly label: string }[]
    readonly recorded: readonly {
      readonly cycle: string
      readonly employer: string | null
      readonly opensOn: string
      readonly closesOn: string
      readonly votes: string
    }[]
    readonly returned: Returned | null
  },
): string => {
  const typed = page.returned?.typed ?? {}
  return publicityDeskPage(
    frame,
    '推荐公示',
    <>
      <p class="crumbs">
        <a href={PUBLICITY_PATH}>公示</a> ›
      </p>
      <h1>推荐公示</h1>
      <p>
        推荐公示在用人单位内部进行，不在网上公开。这里登记用人单位盖章的公示证明；文件由本单位存档，只留存摘要。
      </p>
      <Refused returned={page.returned} />
      {page.cycles.length === 0 ? (
        <EmptyState>没有可以登记的年度评审。</EmptyState>
      ) : (
        <form
          class="card"
          method="post"
          action={`${PUBLICITY_PATH}/recommendations`}
          enctype="multipart/form-data"
        >
          <Choice
            name="cycle"
            label="年度评审"
            options={page.cycles.map(({ id, label }) => ({ value: id, label }))}
            chosen={typed.cycle}
          />
          <div class="row">
            <Field
              language="zh"
              name="employer"
              label="用人单位"
              hint="与名单上的写法一致；一份材料包含全部单位的，留空"
              value={typed.employer}
              maxLength={100}
            />
            <Field language="zh" name="place" label="公示地点" required value={typed.place} maxLength={200} />
          </div>
          <div class="row">
            <DayField name="opensOn" label="开始日期" value={typed.opensOn ?? ''} />
            <DayField name="closesOn" label="结束日期" value={typed.closesOn ?? ''} />
            <Field
              language="zh"
              name="attending"
              label="参会人数"
              hint="没有投票的不填"
              value={typed.attending}
              maxLength={6}
            />
            <Field
              language="zh"
              name="agreeing"
              label="同意推荐票"
              hint="几个人的，填最少的票数"
              value={typed.agreeing}
              maxLength={6}
            />
          </div>
          <FileField label="公示证明" hint="PDF 或照片，不超过 10 MB" required />
          <button type="submit">登记</button>
        </form>
      )}
      {page.recorded.length > 0 && (
        <RowTable
          caption="已登记"
          columns={['用人单位', '年度评审', '公示期', '推荐票']}
          rows={page.recorded.map(({ cycle, employer, opensOn, closesOn, votes }) => [
            employer ?? '全部单位',
            cycle,
            `${opensOn} 至 ${closesOn}`,
            votes,
          ])}
        />
      )}
    </>,
  )
}
