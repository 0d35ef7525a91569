import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { kindName, type Authority } from '../authority.ts'
import type { Frame } from '../../web/desk-form.tsx'

export const CURRENT = '/desk/offices'

/** The offices in reach, as the tree they are. */
export function officesPage(
  frame: Frame,
  page: { readonly offices: readonly Authority[]; readonly next: string | null },
): string {
  const known = new Set(page.offices.map(({ id }) => id))
  const below = new Map<string, Authority[]>()
  for (const office of page.offices) {
    const parent = office.parentId !== null && known.has(office.parentId) ? office.parentId : ''
    below.set(parent, [...(below.get(parent) ?? []), office])
  }
  return deskPage({
    ...frame,
    title: '机构',
    current: CURRENT,
    children: (
      <>
        <h1>机构</h1>
        {page.offices.length === 0 && <EmptyState>没有您可以查看的机构。</EmptyState>}
        <Branch of="" below={below} />
        {page.next !== null && (
          <p>
            <a href={`/desk/offices?after=${page.next}`}>下一页</a>
          </p>
        )}
      </>
    ),
  })
}

function Branch({ of, below }: { of: string; below: ReadonlyMap<string, readonly Authority[]> }) {
  const offices = below.get(of) ?? []
  if (offices.length === 0) return null
  return (
    <ul class="tree">
      {offices.map(({ id, name, kind, state }) => (
        <li>
          <a href={`/desk/offices/${id}`}>{name}</a> <span class="soft small">{kindName(kind)}</span>{' '}
          {state === 'closed' && <span class="state bad">已撤销</span>}
          <Branch of={id} below={below} />
        </li>
      ))}
    </ul>
  )
}
