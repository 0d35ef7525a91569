import { shanghaiMinute } from '../../calendar/day.ts'
import { Refused, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import type { Site } from '../../web/site.ts'
import { RowTable } from '../../web/table.tsx'
import { MOST_DAYS, type ConsentState } from '../asked/consent.ts'
import { MY, ownPage } from './own-frame.tsx'
import type { OwnStatus } from './own-status.ts'

const STATES: Readonly<Record<ConsentState, string>> = {
  open: '可以使用',
  used: '已使用',
  withdrawn: '已撤回',
  past: '已过期',
}

/** The consents given, and the form for another. `once`: posting twice is one consent. */
export const consentsPage = (
  site: Site,
  { name, consents }: Pick<OwnStatus, 'name' | 'consents'>,
  form: { readonly once: string; readonly returned: Returned | null },
): string =>
  ownPage(site, {
    title: '授权查询',
    name,
    children: (
      <>
        <h1>授权单位查询</h1>
        <p>
          授权一个单位，为一个用途，查询一次您有没有在记录期内的诚信记录。对方只得到“有”或“无”，看不到事由和期限；查询会列在“谁查询过我”里。
        </p>
        <Refused returned={form.returned} />
        <form method="post" action={`${MY}/consents`}>
          <input type="hidden" name="once" value={form.once} />
          <Field
            language="zh"
            name="office"
            label="授权给哪个单位"
            hint="单位全称，或 18 位统一社会信用代码；须是已在本系统登记的单位。"
            required
            value={form.returned?.typed.office}
            maxLength={100}
          />
          <Field
            language="zh"
            name="purpose"
            label="用途"
            hint="如“竞聘高级岗位”，60 字以内。"
            required
            value={form.returned?.typed.purpose}
            maxLength={60}
          />
          <Field
            language="zh"
            name="days"
            label="几天内有效"
            hint={`1 到 ${MOST_DAYS} 天，过期作废。`}
            required
            value={form.returned?.typed.days ?? '7'}
            maxLength={2}
          />
          <button type="submit">生成授权码</button>
        </form>
        {consents.length > 0 && (
          <RowTable
            caption="我给过的授权"
            columns={['单位', '用途', '有效至', '现在', '']}
            rows={consents.map(({ id, office, purpose, expiresAt, state }) => [
              office,
              purpose,
              shanghaiMinute(expiresAt),
              STATES[state],
              state === 'open' ? (
                <form method="post" action={`${MY}/consents/${id}/withdrawal`}>
                  <button type="submit" class="plain">
                    撤回
                  </button>
                </form>
              ) : (
                ''
              ),
            ])}
          />
        )}
      </>
    ),
  })

/** Shown once, right after it was given. */
export const givenPage = (
  site: Site,
  given: { readonly name: string; readonly token: string; readonly expiresAt: Date },
): string =>
  ownPage(site, {
    title: '授权码',
    name: given.name,
    children: (
      <>
        <h1>授权码</h1>
        <div class="note">
          <p>
            <b>请现在抄下或截图，连同姓名交给该单位。</b>离开本页后不再显示；没有用掉之前，可以随时撤回。
          </p>
        </div>
        <p class="lead">
          <b class="mono">{given.token}</b>
        </p>
        <p>{`${shanghaiMinute(given.expiresAt)} 前有效，只能用一次，只有您指定的单位能用。`}</p>
        <p>
          <a href={`${MY}/consents`}>返回</a>
        </p>
      </>
    ),
  })
