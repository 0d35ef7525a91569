import { shanghaiInstant } from '../../calendar/day.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { OneTimeSecret } from './one-time-secret.ts'
import type { OpenRecovery } from './recovery.ts'
import { SecretField } from './secret-field.tsx'

/** What officers do about others' lost ways in: one starts, another approves. */
export const recoveriesPage = (
  { site, viewer }: Frame,
  { recoveries, once }: { readonly recoveries: readonly OpenRecovery[]; readonly once: string },
): string =>
  deskPage({
    site,
    viewer,
    title: '恢复登录',
    current: '/desk/people',
    children: (
      <>
        <h1>恢复他人的登录</h1>
        <p>须由两位管理员先后办理，都不能是本人。批准时本人的口令、验证器和全部登录立即失效。</p>
        {recoveries.length === 0 ? (
          <EmptyState>没有待批准的恢复申请。</EmptyState>
        ) : (
          <RowTable
            caption="待批准，72 小时内有效"
            columns={['登录名', '发起时间', '']}
            rows={recoveries.map(({ id, login, startedAt, isMine }) => [
              login,
              shanghaiInstant(startedAt).slice(0, 16).replace('T', ' '),
              isMine ? (
                '由您发起，须另一位管理员批准'
              ) : (
                <form method="post" action={`/desk/recoveries/${id}/approval`}>
                  <input type="hidden" name="once" value={once} />
                  <button type="submit">我已核实本人，批准</button>
                </form>
              ),
            ])}
          />
        )}
        <section class="narrow">
          <h2>发起恢复</h2>
          <form method="post" action="/desk/recoveries">
            <SecretField name="login" label="对方的登录名" kind="one-time-secret" />
            <button type="submit">发起</button>
          </form>
        </section>
      </>
    ),
  })

/** Shown once, to whoever hands it on. */
export const secretPage = ({ site, viewer }: Frame, { secret, expiresAt }: OneTimeSecret): string =>
  deskPage({
    site,
    viewer,
    title: '一次性启用码',
    current: '/desk/people',
    children: (
      <div class="narrow">
        <h1>一次性启用码</h1>
        <p>请现在抄下并当面交给本人；离开本页后不再显示。</p>
        <p class="secret mono">{secret}</p>
        <p>{`${shanghaiInstant(expiresAt).slice(0, 16).replace('T', ' ')} 前，本人在“设置口令”页使用，只能用一次。`}</p>
        <p>
          <a href="/desk/recoveries">返回</a>
        </p>
      </div>
    ),
  })
