import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { partialDay } from '../reconcile/in-words.ts'
import type { Queue } from './find-mending.ts'
import { mendedFieldName } from './mended-field.ts'

export const mendingPath = (batchId: string): string => `/desk/collection/batches/${batchId}/mending`

interface Page extends Queue {
  readonly mayMend: boolean
  readonly returned: (Returned & { readonly cell: string }) | null
}

/** Characters of old systems, each with its code and what stands beside it. */
export const mendingPage = (frame: Frame, { batch, rows, next, mayMend, returned }: Page): string =>
  deskPage({
    ...frame,
    title: '待修字',
    current: '/desk/collection',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/collection">职称归集</a> ›{' '}
          <a href={`/desk/collection/${batch.programmeId}/offices/${batch.officeId}`}>报送机构</a> ›{' '}
          <a href={`/desk/collection/batches/${batch.id}`}>批次《{batch.fileName}》</a> ›
        </p>
        <h1>待修字</h1>
        <p>
          旧系统自造的字，在各处显示不同，也可能是空白或方框。请按档案指明是哪个字：把整格照应有的写法填写，其余一字不改。上报的原样始终保留。
        </p>
        {rows.length === 0 && <EmptyState>没有待修的字。</EmptyState>}
        {rows.map(({ row, told, employer, cells }) => (
          <section class="card">
            <h2>
              {row.sheet === 'CSV' ? '' : `“${row.sheet}”`}第 {row.sheetRow} 行：
              <span class="name">{told.name}</span>
            </h2>
            <p class="soft">
              {[employer, told.title, partialDay(told.obtainedOn), told.document].filter(Boolean).join('，')}
            </p>
            {cells.map(({ field, text, codes }) => {
              const cell = `${row.id}-${field}`
              const again = returned?.cell === cell ? returned : null
              return (
                <form method="post" action={mendingPath(batch.id)}>
                  <Refused returned={again} />
                  <input type="hidden" name="rowId" value={row.id} />
                  <input type="hidden" name="field" value={field} />
                  <p>
                    {mendedFieldName(field)}：<b class="name">{text}</b>{' '}
                    <span class="soft small mono">{codes.join(' ')}</span>
                  </p>
                  {mayMend && (
                    <div class="row">
                      <div class="field">
                        <label for={`t-${cell}`}>应写作</label>
                        <input
                          id={`t-${cell}`}
                          name="text"
                          type="text"
                          required
                          maxlength={200}
                          autocomplete="off"
                          value={again?.typed.text}
                        />
                      </div>
                      <div class="field">
                        <label for={`g-${cell}`}>核对的依据</label>
                        <input
                          id={`g-${cell}`}
                          name="ground"
                          type="text"
                          required
                          minlength={2}
                          maxlength={200}
                          autocomplete="off"
                          value={again?.typed.ground}
                        />
                      </div>
                      <button type="submit">修字</button>
                    </div>
                  )}
                </form>
              )
            })}
          </section>
        ))}
        {next !== null && (
          <p class="actions">
            <a class="button" href={`${mendingPath(batch.id)}?after=${next}`}>
              下一页
            </a>
          </p>
        )}
      </>
    ),
  })
