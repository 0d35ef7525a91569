import { chineseDay } from '../../calendar/day.ts'
import { ID_DOCUMENT_TYPES, idDocumentName } from '../../people/id-document.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { COMPARED_FIELDS, comparedFieldName, type ToldTitle } from '../reconcile/compare-titles.ts'
import { inWords } from '../reconcile/in-words.ts'
import type { OpenedTitle } from '../reconcile/titles-by-id.ts'
import { TitleCrumbs, TITLES_PATH } from './titles-page.tsx'

/** What an accepted title should say instead: every field as it stands. */
export const proposePage = (
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
        <TitleCrumbs />
        <h1>
          更正：<span class="name">{told.name}</span>，{told.title}
        </h1>
        <p>
          {title.past?.collectedBy}上报，{title.past?.acceptedBy}于
          {title.past && chineseDay(title.past.acceptedOn)}
          验收。更正经本单位和上一级审核同意后生效，成为新的一版；原来的一版保留。
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
