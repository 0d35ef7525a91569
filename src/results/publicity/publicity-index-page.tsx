import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { Publication } from './find-publication.ts'
import { DayField, publicityDeskPage, PUBLICITY_PATH, State } from './publicity-frame.tsx'
import type { PublicityState } from './state.ts'

/** A list that could be put before the public now. */
export interface PublishableList {
  readonly listId: string
  readonly label: string
  /** The earliest last day when it opens today; null where no source states a number. */
  readonly earliest: string | null
}

export const publicityIndexPage = (
  frame: Frame,
  page: {
    readonly publications: readonly {
      readonly publication: Publication
      readonly title: string
      readonly state: PublicityState
    }[]
    readonly publishable: readonly PublishableList[]
    readonly mayManage: boolean
    readonly today: string
    readonly returned: Returned | null
  },
): string =>
  publicityDeskPage(
    frame,
    '公示',
    <>
      <h1>公示</h1>
      <Refused returned={page.returned} />
      {page.publications.length === 0 ? (
        <EmptyState>还没有公示。</EmptyState>
      ) : (
        <RowTable
          caption="公示，最新的在前"
          columns={['公示', '状态', '公示期', '人数']}
          rows={page.publications.map(({ publication, title, state }) => [
            <a href={`${PUBLICITY_PATH}/${publication.publicationId}`}>{title}</a>,
            <State kind={state.kind} />,
            `${publication.opensOn} 至 ${publication.closesOn}`,
            String(publication.rowCount),
          ])}
        />
      )}
      {page.mayManage && (
        <>
          <h2>公示一份名单</h2>
          {page.publishable.length === 0 ? (
            <p class="soft">没有可以公示的名单：上会名单或评审通过名单上传后在这里出现。</p>
          ) : (
            <form class="card" method="post" action={PUBLICITY_PATH}>
              <Choice
                name="list"
                label="名单"
                options={page.publishable.map(({ listId, label, earliest }) => ({
                  value: listId,
                  label: label + (earliest === null ? '' : `（今天开始，最早 ${earliest} 结束）`),
                }))}
                chosen={page.returned?.typed.list}
              />
              <div class="row">
                <DayField
                  name="opensOn"
                  label="开始日期"
                  value={page.returned?.typed.opensOn ?? page.today}
                  hint="当日零时起公开，当日不计入公示期"
                />
                <DayField
                  name="closesOn"
                  label="结束日期"
                  value={page.returned?.typed.closesOn ?? page.publishable[0]?.earliest ?? ''}
                  hint="含当日，二十四时止"
                />
                <button type="submit">开始公示</button>
              </div>
            </form>
          )}
          <p>
            <a href={`${PUBLICITY_PATH}/recommendations`}>登记用人单位的推荐公示 ›</a>
          </p>
        </>
      )}
    </>,
  )
