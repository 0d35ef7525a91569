import { describe, expect, it } from 'vitest'
import { markup } from '../../src/web/markup.ts'
import { FactTable, RowTable } from '../../src/web/table.tsx'

describe('tables', () => {
  it('of facts have a caption and a heading for each row', () => {
    const html = markup(<FactTable caption="证书内容" facts={[{ label: '姓名', value: '李晓明' }]} />)
    expect(html).toContain('<caption>证书内容</caption>')
    expect(html).toContain('<tr><th scope="row">姓名</th><td>李晓明</td></tr>')
  })

  it('of rows name their columns, and each cell carries its column’s name for a narrow screen', () => {
    const html = markup(
      <RowTable caption="名单" columns={['姓名', '职称']} rows={[['李晓明', '高级工程师']]} />,
    )
    expect(html).toContain('<th scope="col">姓名</th><th scope="col">职称</th>')
    expect(html).toContain(
      '<th scope="row" data-label="姓名">李晓明</th><td data-label="职称">高级工程师</td>',
    )
  })
})
