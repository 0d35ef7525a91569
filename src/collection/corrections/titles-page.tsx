import { chineseDay } from '../../calendar/day.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import { inWords } from '../reconcile/in-words.ts'
import type { OpenedTitle } from '../reconcile/titles-by-id.ts'
import type { OpenCorrection } from './list-corrections.ts'

export const TITLES_PATH = '/desk/collection/titles'
export const correctionPath = (id: string): string => `/desk/collection/corrections/${id}`

export const TitleCrumbs = () => (
  <p class="crumbs">
    <a href="/desk/collection">职称归集</a> › <a href={TITLES_PATH}>已验收的历年职称</a> ›
  </p>
)

const OPEN: Readonly<Record<OpenCorrection['state'], readonly [words: string, look: string]>> = {
  waiting: ['审批中', 'wait'],
  agreed: ['已批准，待办理', 'good'],
  returned: ['已退回', 'bad'],
}

/** Where an accepted title is found: by its holder's name and number. */
export const findPage = (
  frame: Frame,
  page: { readonly found: readonly OpenedTitle[] | null; readonly open: readonly OpenCorrection[] },
): string =>
  deskPage({
    ...frame,
    title: '已验收的历年职称',
    current: '/desk/collection',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/collection">职称归集</a> ›
        </p>
        <h1>已验收的历年职称</h1>
        <p>
          按姓名和证件号码查找，有误的从这里提出更正或撤下。每次查找都留下记录。上报时没有号码的，在
          <a href="/desk/collection/unbound">待认定证件号码</a>中查找。
        </p>
        <form method="post" action={TITLES_PATH} class="card">
          <div class="row">
            <div class="field">
              <label for="name">姓名</label>
              <input id="name" name="name" type="text" required maxlength={200} autocomplete="off" />
            </div>
            <div class="field">
              <label for="idNumber">证件号码（照上报的填写）</label>
              <input id="idNumber" name="idNumber" type="text" required maxlength={40} autocomplete="off" />
            </div>
            <button type="submit">查找</button>
          </div>
        </form>
        {page.found?.length === 0 && <EmptyState>本机构和所属机构没有这个人已验收的历年职称。</EmptyState>}
        {page.found?.map(({ title, told }) => (
          <section class="card">
            <h2>
              <span class="name">{told.name}</span>：{told.title}（{levelName(told.level)}）
            </h2>
            <p>
              {[
                told.series,
                told.specialty,
                routeName(told.route),
                inWords(told, 'obtainedOn'),
                told.document,
              ]
                .filter(Boolean)
                .join('，')}
            </p>
            <p class="soft">
              {title.past?.collectedBy}上报，{title.past?.acceptedBy}于
              {title.past && chineseDay(title.past.acceptedOn)}验收
            </p>
            <p class="actions">
              <a href={`${TITLES_PATH}/${encodeURIComponent(title.id)}`}>更正</a>
            </p>
          </section>
        ))}
        {page.open.length > 0 && (
          <>
            <h2>还没有办结的更正和认定</h2>
            <RowTable
              caption="新的在前，不显示姓名"
              columns={['提出日期', '进度', '办理']}
              rows={page.open.map(({ id, preparedOn, state }) => [
                chineseDay(preparedOn),
                <span class={`state ${OPEN[state][1]}`}>{OPEN[state][0]}</span>,
                <a href={correctionPath(id)}>查看</a>,
              ])}
            />
          </>
        )}
      </>
    ),
  })
