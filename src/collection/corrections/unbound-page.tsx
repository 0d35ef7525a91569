import { levelName } from '../../titles/level.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import { inWords } from '../reconcile/in-words.ts'
import { TITLES_PATH } from './titles-page.tsx'
import type { UnboundTitle } from './list-unbound.ts'

export const UNBOUND_PATH = '/desk/collection/unbound'

const TIERS: Readonly<Record<UnboundTitle['tier'], string>> = {
  none: '没有号码',
  unverified: '号码存疑',
}

/** Whose number is still to be found. */
export const unboundPage = (
  frame: Frame,
  page: { readonly titles: readonly UnboundTitle[]; readonly next: string | null; readonly isFirst: boolean },
): string =>
  deskPage({
    ...frame,
    title: '待认定证件号码',
    current: '/desk/collection',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/collection">职称归集</a> › <a href={TITLES_PATH}>已验收的历年职称</a> ›
        </p>
        <h1>待认定证件号码</h1>
        <p>
          已验收而没有核实证件号码的职称：上报时没有号码、校验位不对，或号码登记在别人名下。查到本人的号码后逐人认定，经本单位和上一级审核同意后生效；认定之前不能据此颁发电子证书。
        </p>
        {page.titles.length === 0 ? (
          <EmptyState>{page.isFirst ? '没有待认定的。' : '后面没有了。'}</EmptyState>
        ) : (
          <RowTable
            caption="按收入的先后，每页 50 人"
            columns={['姓名', '工作单位', '职称', '取得时间', '上报单位', '号码', '办理']}
            rows={page.titles.map(({ title, told, employer, tier }) => [
              <span class="name">{told.name}</span>,
              employer ?? '—',
              `${told.title}（${levelName(told.level)}）`,
              inWords(told, 'obtainedOn') ?? '',
              title.past?.collectedBy ?? '',
              TIERS[tier],
              <a href={`${TITLES_PATH}/${encodeURIComponent(title.id)}#bind`}>认定</a>,
            ])}
          />
        )}
        {page.next !== null && (
          <p class="actions">
            <a class="button" href={`${UNBOUND_PATH}?after=${encodeURIComponent(page.next)}`}>
              下一页
            </a>
          </p>
        )}
      </>
    ),
  })
