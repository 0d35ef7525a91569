import { create } from 'qrcode'
import { shanghaiInstant } from '../../calendar/day.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { PURPOSE_LIMIT } from '../../trail/purpose.ts'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { RowTable } from '../../web/table.tsx'
import type { ListedSession } from './my-sessions.ts'
import { Refused, SecretField } from './secret-field.tsx'
import type { SecondFactorToEnrol } from './totp.ts'

export interface Me {
  readonly sessions: readonly ListedSession[]
  readonly hasSecondFactor: boolean
  /** A role asks for a second factor that this session was begun without. */
  readonly mustBind: boolean
  /** What this session is at work for. */
  readonly purpose: string | null
  readonly refusal: string | null
}

const clock = (at: Date): string => shanghaiInstant(at).slice(0, 16).replace('T', ' ')

/** One's own door: where one is signed in, the password, the authenticator. */
export const mePage = ({ site, viewer }: Frame, me: Me): string =>
  deskPage({
    site,
    viewer,
    title: '我的登录',
    current: '/desk/me',
    children: (
      <>
        <h1>我的登录</h1>
        <Refused message={me.refusal} />
        {me.mustBind && <MustBind hasSecondFactor={me.hasSecondFactor} />}
        <Purpose purpose={me.purpose} />
        <SecondFactor hasSecondFactor={me.hasSecondFactor} />
        <Sessions sessions={me.sessions} />
        <NewPassword hasSecondFactor={me.hasSecondFactor} />
      </>
    ),
  })

const Purpose = ({ purpose }: { purpose: string | null }) => (
  <section class="narrow" id="purpose">
    <h2>办理事由</h2>
    <form method="post" action="/desk/me/purpose">
      <Field
        language="zh"
        name="purpose"
        label="现在为什么事办理"
        hint={`如“办理 2026 年度评审结果确认”；不超过 ${PURPOSE_LIMIT} 个字，不要填写姓名和证件号码。此后查看、办理个人信息都记入操作记录，直到改写或退出`}
        value={purpose ?? undefined}
        maxLength={PURPOSE_LIMIT}
      />
      <button type="submit">记下</button>
    </form>
  </section>
)

const MustBind = ({ hasSecondFactor }: { hasSecondFactor: boolean }) => (
  <div class="note error" role="alert">
    <p>
      {hasSecondFactor
        ? '您的岗位须用动态码登录：请退出后填写动态码重新登录。'
        : '您的岗位须用动态码登录：请先绑定验证器，绑定后才能办理业务。'}
    </p>
  </div>
)

const Proof = ({ hasSecondFactor, prefix }: { hasSecondFactor: boolean; prefix: string }) => (
  <>
    <SecretField name={`${prefix}-password`} label="现在的口令" kind="current-password" />
    {hasSecondFactor && (
      <SecretField name={`${prefix}-code`} label="验证器显示的动态码" kind="one-time-code" />
    )}
  </>
)

const SecondFactor = ({ hasSecondFactor }: { hasSecondFactor: boolean }) => (
  <section class="narrow">
    <h2>验证器</h2>
    <p>{hasSecondFactor ? '已绑定。换手机时可以重新绑定，新的确认后旧的失效。' : '还没有绑定。'}</p>
    <form method="post" action="/desk/me/second-factor">
      <Proof hasSecondFactor={hasSecondFactor} prefix="bind" />
      <button type="submit">{hasSecondFactor ? '重新绑定' : '绑定验证器'}</button>
    </form>
  </section>
)

const Sessions = ({ sessions }: { sessions: readonly ListedSession[] }) => (
  <section>
    <h2>现在登录着的地方</h2>
    <RowTable
      caption="30 分钟不操作或满 12 小时自动结束"
      columns={['设备', '登录时间', '最近使用', '']}
      rows={sessions.map(({ id, agent, createdAt, seenAt, isThis }) => [
        isThis ? `${agent}（这里）` : agent,
        clock(createdAt),
        clock(seenAt),
        <form method="post" action={`/desk/me/sessions/${id}/end`}>
          <button type="submit" class="quiet">
            结束
          </button>
        </form>,
      ])}
    />
    <form method="post" action="/desk/me/sessions/end">
      <button type="submit" class="quiet">
        全部结束
      </button>
    </form>
  </section>
)

const NewPassword = ({ hasSecondFactor }: { hasSecondFactor: boolean }) => (
  <section class="narrow">
    <h2>更换口令</h2>
    <form method="post" action="/desk/me/password">
      <Proof hasSecondFactor={hasSecondFactor} prefix="change" />
      <SecretField
        name="new-password"
        label="新口令"
        kind="new-password"
        hint="至少 12 个字符。更换后全部登录结束，请用新口令重新登录。"
      />
      <SecretField name="again" label="再输一遍新口令" kind="new-password" />
      <button type="submit">更换口令</button>
    </form>
  </section>
)

/** The authenticator's secret as a picture and as text, and the field for its first code. */
export const secondFactorPage = (
  { site, viewer }: Frame,
  { uri, secret }: SecondFactorToEnrol,
  refusal: string | null,
): string =>
  deskPage({
    site,
    viewer,
    title: '绑定验证器',
    current: '/desk/me',
    children: (
      <div class="narrow">
        <h1>绑定验证器</h1>
        <Refused message={refusal} />
        <p>用手机上的验证器扫描下面的二维码，或手工输入密钥（按时间、6 位、30 秒）：</p>
        <QrPicture text={uri} />
        <p class="secret mono">
          {grouped(secret.slice(0, 16))}
          <br />
          {grouped(secret.slice(16))}
        </p>
        <p class="soft">不要拍照保存或发给他人：谁有它，谁就能算出您的动态码。</p>
        <form method="post" action="/desk/me/second-factor/confirmation">
          <SecretField name="code" label="验证器现在显示的动态码" kind="one-time-code" />
          <button type="submit">确认绑定</button>
        </form>
      </div>
    ),
  })

const grouped = (text: string): string => (text.match(/.{1,4}/g) ?? []).join(' ')

function QrPicture({ text }: { text: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  let path = ''
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (data[y * size + x]) path += `M${x} ${y}h1v1h-1z`
  const view = `-4 -4 ${size + 8} ${size + 8}`
  return (
    <svg viewBox={view} width="240" height="240" role="img" aria-label="验证器的二维码" data-totp-qr="">
      <rect x="-4" y="-4" width={size + 8} height={size + 8} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  )
}
