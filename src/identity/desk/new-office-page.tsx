import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { AUTHORITY_KINDS, kindName, mayStandUnder, type Authority } from '../authority.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { CURRENT } from './offices-page.tsx'

/** Where an office is entered under another. */
export function newOfficePage(frame: Frame, parent: Authority, returned: Returned | null = null): string {
  const typed = returned?.typed ?? {}
  const text = (
    name: string,
    label: string,
    rest: { hint?: string; required?: boolean; maxLength: number },
  ) => <Field language="zh" name={name} label={label} value={typed[name]} {...rest} />
  return deskPage({
    ...frame,
    title: '登记下级机构',
    current: CURRENT,
    children: (
      <div class="narrow">
        <p class="crumbs">
          <a href={`/desk/offices/${parent.id}`}>{parent.name}</a> ›
        </p>
        <h1>登记下级机构</h1>
        <Refused returned={returned} />
        <form method="post" action={`/desk/offices/${parent.id}/new`}>
          {text('name', '单位全称', { required: true, maxLength: 40 })}
          <Choice
            name="kind"
            label="类型"
            options={AUTHORITY_KINDS.filter((kind) => mayStandUnder(kind, parent.kind)).map((kind) => ({
              value: kind,
              label: kindName(kind),
            }))}
            chosen={typed.kind}
          />
          {text('creditCode', '统一社会信用代码', { required: true, maxLength: 40 })}
          {text('place', '行政区划代码', {
            hint: '6 位数字，如 530100',
            required: true,
            maxLength: 6,
          })}
          {text('documentWord', '机关代字', { hint: '如 昆人社发；不发文则不填', maxLength: 12 })}
          {text('numberPrefix', '证书编号前缀', { hint: '2–8 个大写字母或数字；不发证则不填', maxLength: 8 })}
          {text('sealName', '印章上的名称', { hint: '没有印章则不填', maxLength: 40 })}
          <button type="submit">登记</button>
        </form>
      </div>
    ),
  })
}
