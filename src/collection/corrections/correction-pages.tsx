import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { COMPARED_FIELDS, comparedFieldName, type ToldTitle } from '../reconcile/compare-titles.ts'
import { inWords } from '../reconcile/in-words.ts'
import type { OpenedTitle } from '../reconcile/titles-by-id.ts'
import type { ReadCorrection } from './read-correction.ts'

export const TITLES_PATH = '/desk/collection/titles'
export const correctionPath = (id: string): string => `/desk/collection/corrections/${id}`

const Crumbs = () => (
  <p class="crumbs">
    <a href={TITLES_PATH}>已验收的历年职称</a>
  </p>
)

/** Where an accepted title is found: by its holder's name and number. */
export const findPage = (
  frame: Frame,
  page: { readonly found: readonly OpenedTitle[] | null; readonly returned: Returned | null },
): string =>
  deskPage({
    ...frame,
    title: '已验收的历年职称',
    current: '/desk/collection',
    children: (
      <>
        <h1>已验收的历年职称</h1>
        <p>按姓名和证件号码查找，有误的从这里提出更正或撤下。每次查找都留下记录。</p>
        <Refused returned={page.returned} />
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
              {title.past?.collectedBy}上报，{title.past?.acceptedBy}于 {title.past?.acceptedOn} 验收
            </p>
            <p class="actions">
              <a href={`${TITLES_PATH}/${encodeURIComponent(title.id)}`}>更正</a>
            </p>
          </section>
        ))}
      </>
    ),
  })

/** What an accepted title should say instead: every field as it stands. */
export const correctPage = (
  frame: Frame,
  page: OpenedTitle & { readonly mayCorrect: boolean; readonly returned: Returned | null },
): string => {
  const { title, told, mayCorrect, returned } = page
  return deskPage({
    ...frame,
    title: '更正历年职称',
    current: '/desk/collection',
    children: (
      <>
        <Crumbs />
        <h1>
          更正：<span class="name">{told.name}</span>，{told.title}
        </h1>
        <p>
          {title.past?.collectedBy}上报，{title.past?.acceptedBy}于 {title.past?.acceptedOn} 验收。
          更正经本单位和上一级审核同意后生效，成为新的一版；原来的一版保留。
        </p>
        {mayCorrect && (
          <form method="post" action={`${TITLES_PATH}/${encodeURIComponent(title.id)}`} class="card">
            <h2>应为</h2>
            <Refused returned={returned} />
            {COMPARED_FIELDS.map((field) => (
              <div class="field">
                <label for={field}>{comparedFieldName(field)}</label>
                <input
                  id={field}
                  name={field}
                  type="text"
                  maxlength={200}
                  autocomplete="off"
                  value={returned?.typed[field] ?? typedAs(told, field)}
                />
              </div>
            ))}
            <Ground returned={returned} />
            <div class="actions">
              <button type="submit" name="kind" value="change">
                提出更正
              </button>
              <button type="submit" name="kind" value="take-back">
                提出撤下（原来收错了）
              </button>
            </div>
          </form>
        )}
      </>
    ),
  })
}

// Days stay as they are typed: 1998-12.
const typedAs = (told: ToldTitle, field: (typeof COMPARED_FIELDS)[number]): string =>
  (field === 'obtainedOn' ? told.obtainedOn : inWords(told, field)) ?? ''

const Ground = ({ returned }: { readonly returned: Returned | null }) => (
  <div class="field">
    <label for="ground">理由和依据</label>
    <input
      id="ground"
      name="ground"
      type="text"
      required
      minlength={5}
      maxlength={500}
      autocomplete="off"
      value={returned?.typed.ground}
    />
  </div>
)

/** A correction on its way: what it changes, its approval, and its button. */
export const correctionPage = (
  frame: Frame,
  page: ReadCorrection & { readonly mayApply: boolean; readonly returned: Returned | null },
): string => {
  const { correction, corrected, ground, requestId, isApplied, mayApply, returned } = page
  return deskPage({
    ...frame,
    title: '更正历年职称',
    current: '/desk/collection',
    children: (
      <>
        <Crumbs />
        <h1>{corrected.kind === 'take-back' ? '撤下一项历年职称' : '更正一项历年职称'}</h1>
        <p>
          <span class={`state ${isApplied ? 'good' : 'wait'}`}>{isApplied ? '已办结' : '未办结'}</span>{' '}
          {correction.preparedOn} 提出
        </p>
        {corrected.kind === 'change' && (
          <dl>
            {Object.entries(corrected.changes).map(([field, value]) => (
              <>
                <dt>{comparedFieldName(field as (typeof COMPARED_FIELDS)[number])}应为</dt>
                <dd>
                  {value === null
                    ? '未写'
                    : inWords({ [field]: value }, field as (typeof COMPARED_FIELDS)[number])}
                </dd>
              </>
            ))}
          </dl>
        )}
        <p>理由：{ground}</p>
        {requestId !== null && (
          <p class="actions">
            <a href={`/desk/approvals/${requestId}`}>查看审批</a>
          </p>
        )}
        <Refused returned={returned} />
        {!isApplied && mayApply && (
          <form method="post" action={correctionPath(correction.id)}>
            <button type="submit">审批同意后办理</button>
          </form>
        )}
      </>
    ),
  })
}
