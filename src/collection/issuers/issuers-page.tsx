import type { Authority } from '../../identity/authority.ts'
import type { listSuccessors } from '../../titles/issuer-successor.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { IssuerToMap } from './issuers-to-map.ts'

export const ISSUERS_PATH = '/desk/collection/issuers'

interface Page {
  readonly successors: Awaited<ReturnType<typeof listSuccessors>>
  readonly unknown: readonly IssuerToMap[]
  /** The open offices the viewer may say it of. */
  readonly offices: readonly Pick<Authority, 'id' | 'name'>[]
  readonly chosen: string | undefined
  readonly returned: Returned | null
}

/** Issuers of old papers and who answers for them today. */
export const issuersPage = (frame: Frame, page: Page): string =>
  deskPage({
    ...frame,
    title: '原发证单位',
    current: '/desk/collection',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/collection">职称归集</a> ›
        </p>
        <h1>原发证单位与承接单位</h1>
        <p>
          已撤销、更名的发证单位（人事局、劳动局、职改办等）由现在的哪个机构承接。公众查不到时，据此告诉他们该向谁确认；证书上的名称照原样保留。
        </p>
        {page.offices.length > 0 && (
          <form method="post" action={ISSUERS_PATH} class="card" id="name">
            <h2>指明承接单位</h2>
            <Refused returned={page.returned} />
            <div class="field">
              <label for="issuer">原单位名称（照证书填写）</label>
              <input
                id="issuer"
                name="issuer"
                type="text"
                required
                minlength={2}
                maxlength={100}
                value={page.returned?.typed.issuer ?? page.chosen}
              />
            </div>
            <Choice
              name="office"
              label="现由哪个机构承接"
              options={page.offices.map(({ id, name }) => ({ value: id, label: name }))}
              chosen={page.returned?.typed.office}
            />
            <div class="field">
              <label for="ground">依据的文件</label>
              <input
                id="ground"
                name="ground"
                type="text"
                required
                minlength={2}
                maxlength={200}
                value={page.returned?.typed.ground}
              />
            </div>
            <button type="submit">登记</button>
          </form>
        )}
        <h2>还没有指明的</h2>
        {page.unknown.length === 0 ? (
          <EmptyState>上报的批次中，发证单位都有着落。</EmptyState>
        ) : (
          <RowTable
            caption="上报的批次中出现、而现在没有这个机构的名称，多的在前"
            columns={['原单位名称', '行数', '']}
            rows={page.unknown.map(({ issuer, rows }) => [
              issuer,
              rows,
              page.offices.length > 0 ? (
                <a href={`${ISSUERS_PATH}?issuer=${encodeURIComponent(issuer)}#name`}>指明</a>
              ) : (
                ''
              ),
            ])}
          />
        )}
        <h2>已经指明的</h2>
        {page.successors.length === 0 ? (
          <EmptyState>还没有。</EmptyState>
        ) : (
          <RowTable
            caption="以最近一次登记为准"
            columns={['原单位名称', '现由', '依据', '登记于']}
            rows={page.successors.map(({ issuer, office, ground, decidedOn }) => [
              issuer,
              office,
              ground,
              decidedOn,
            ])}
          />
        )}
      </>
    ),
  })
