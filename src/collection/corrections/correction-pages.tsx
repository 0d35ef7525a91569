import { chineseDay } from '../../calendar/day.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { ID_DOCUMENT_TYPES, idDocumentName } from '../../people/id-document.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { FactTable, RowTable, type Fact } from '../../web/table.tsx'
import { COMPARED_FIELDS, comparedFieldName, type ToldTitle } from '../reconcile/compare-titles.ts'
import { inWords } from '../reconcile/in-words.ts'
import type { OpenedTitle } from '../reconcile/titles-by-id.ts'
import type { OpenCorrection } from './list-corrections.ts'
import type { Corrected } from './propose-correction.ts'
import type { ReadCorrection } from './read-correction.ts'

export const TITLES_PATH = '/desk/collection/titles'
export const correctionPath = (id: string): string => `/desk/collection/corrections/${id}`

const Crumbs = () => (
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

/** What an accepted title should say instead: every field as it stands. */
export const correctPage = (
  frame: Frame,
  page: OpenedTitle & {
    readonly mayCorrect: boolean
    /** own: the number it was reported with is verified; bound: another record's was found to be theirs. */
    readonly number: 'own' | 'bound' | 'none'
    readonly returned: Returned | null
  },
): string => {
  const { title, told, mayCorrect, number, returned } = page
  const path = `${TITLES_PATH}/${encodeURIComponent(title.id)}`
  const again = (...kinds: readonly string[]) =>
    returned && kinds.includes(returned.typed.kind ?? '') ? returned : null
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
          {title.past?.collectedBy}上报，{title.past?.acceptedBy}于
          {title.past && chineseDay(title.past.acceptedOn)}验收。
          更正经本单位和上一级审核同意后生效，成为新的一版；原来的一版保留。
        </p>
        {mayCorrect && number === 'none' && <Bind path={path} returned={again('bind')} />}
        {mayCorrect && number === 'bound' && <Unbind path={path} returned={again('unbind')} />}
        {mayCorrect && (
          <form method="post" action={path} class="card">
            <h2>应为</h2>
            <Refused returned={again('change', 'take-back')} />
            {COMPARED_FIELDS.map((field) => (
              <div class="field">
                <label for={field}>{comparedFieldName(field)}</label>
                <input
                  id={field}
                  name={field}
                  type="text"
                  maxlength={200}
                  autocomplete="off"
                  value={again('change', 'take-back')?.typed[field] ?? typedAs(told, field)}
                />
              </div>
            ))}
            <Ground id="ground" returned={again('change', 'take-back')} />
            <div class="actions">
              <button type="submit" name="kind" value="change">
                提出更正
              </button>
              <button type="submit" class="quiet" name="kind" value="take-back">
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

const Bind = ({ path, returned }: { readonly path: string; readonly returned: Returned | null }) => (
  <form method="post" action={path} class="card" id="bind">
    <h2>认定证件号码</h2>
    <p>
      这个人还没有核实的证件号码，认定之前不能颁发电子证书。请照证件原件填写，并写明凭什么认定是同一个人。
    </p>
    <Refused returned={returned} />
    <div class="row">
      <Choice
        name="idType"
        label="证件类型"
        options={ID_DOCUMENT_TYPES.map((value) => ({ value, label: idDocumentName(value) }))}
        chosen={returned?.typed.idType}
      />
      <div class="field">
        <label for="idNumber">证件号码</label>
        <input
          id="idNumber"
          name="idNumber"
          type="text"
          required
          maxlength={40}
          autocomplete="off"
          value={returned?.typed.idNumber}
        />
      </div>
    </div>
    <Ground id="bind-ground" returned={returned} />
    <button type="submit" name="kind" value="bind">
      提出认定
    </button>
  </form>
)

const Unbind = ({ path, returned }: { readonly path: string; readonly returned: Returned | null }) => (
  <form method="post" action={path} class="card" id="unbind">
    <h2>解除证件号码的认定</h2>
    <p>这个人的证件号码是认定来的。认错了的，提出解除；同意后两份记录与认定前一样。</p>
    <Refused returned={returned} />
    <Ground id="unbind-ground" returned={returned} />
    <button type="submit" class="quiet" name="kind" value="unbind">
      提出解除认定
    </button>
  </form>
)

const Ground = ({ id, returned }: { readonly id: string; readonly returned: Returned | null }) => (
  <div class="field">
    <label for={id}>理由和依据（5 到 500 个字）</label>
    <input
      id={id}
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

const HEADINGS: Readonly<Record<Corrected['kind'], string>> = {
  change: '更正一项历年职称',
  'take-back': '撤下一项历年职称',
  bind: '认定证件号码',
  unbind: '解除证件号码的认定',
}

function factsOf(corrected: Corrected): readonly Fact[] {
  if (corrected.kind === 'bind')
    return [
      { label: '证件类型', value: idDocumentName(corrected.idType) },
      { label: '证件号码', value: <span class="mono">{corrected.idNumber}</span> },
    ]
  if (corrected.kind !== 'change') return []
  return COMPARED_FIELDS.flatMap((field) => {
    const value = corrected.changes[field]
    if (value === undefined) return []
    const words = value === null ? '未写' : inWords({ [field]: value }, field)
    return [{ label: `${comparedFieldName(field)}应为`, value: words }]
  })
}

/** A correction on its way: what it changes, its approval, and its button. */
export const correctionPage = (
  frame: Frame,
  page: ReadCorrection & { readonly mayApply: boolean; readonly returned: Returned | null },
): string => {
  const { correction, told, corrected, ground, requestId, isApplied, mayApply, returned } = page
  return deskPage({
    ...frame,
    title: '更正历年职称',
    current: '/desk/collection',
    children: (
      <>
        <Crumbs />
        <h1>{HEADINGS[corrected.kind]}</h1>
        <p>
          <span class={`state ${isApplied ? 'good' : 'wait'}`}>{isApplied ? '已办结' : '未办结'}</span>{' '}
          {chineseDay(correction.preparedOn)}提出
        </p>
        <FactTable
          caption="事项"
          facts={[
            { label: '姓名', value: <span class="name">{told.name}</span> },
            { label: '职称', value: `${told.title}（${inWords(told, 'obtainedOn')}取得）` },
            ...factsOf(corrected),
            { label: '理由和依据', value: ground },
          ]}
        />
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
