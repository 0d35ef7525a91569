import { chineseDay } from '../../calendar/day.ts'
import { idDocumentName } from '../../people/id-document.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { FactTable, type Fact } from '../../web/table.tsx'
import { COMPARED_FIELDS, comparedFieldName } from '../reconcile/compare-titles.ts'
import { inWords } from '../reconcile/in-words.ts'
import type { Corrected } from './propose-correction.ts'
import type { ReadCorrection } from './read-correction.ts'
import { correctionPath, TitleCrumbs } from './titles-page.tsx'

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
        <TitleCrumbs />
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
