import { describe, expect, it } from 'vitest'
import { markup } from '../../src/web/markup.ts'
import { ErrorSummary, Field } from '../../src/web/form.tsx'

describe('field', () => {
  it('is labelled, and says that it is required', () => {
    const html = markup(<Field language="zh" name="number" label="证书编号" required />)
    expect(html).toContain('<label for="number">证书编号<span class="must">必填</span></label>')
    expect(html).toMatch(/<input [^>]*id="number"[^>]*required/)
  })

  it('ties hint and error to the control', () => {
    const html = markup(<Field language="zh" name="name" label="姓名" hint="如证书所印" error="请填写姓名" />)
    expect(html).toContain('aria-describedby="name-hint name-error"')
    expect(html).toContain('aria-invalid="true"')
    expect(html).toContain('<p class="wrong" id="name-error">请改正：请填写姓名</p>')
  })

  it('gives back what was typed, escaped', () => {
    const value = '"><img src=x onerror=alert(1)>'
    expect(markup(<Field language="zh" name="name" label="姓名" value={value} />)).toContain(
      'value="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"',
    )
    expect(
      markup(<Field language="zh" name="text" label="内容" kind="lines" value="</textarea>" />),
    ).toContain('&lt;/textarea&gt;</textarea>')
  })

  it('asks the browser to remember nothing', () =>
    expect(markup(<Field language="zh" name="name" label="姓名" />)).toContain('autocomplete="off"'))
})

describe('error summary', () => {
  it('leads to each faulty field', () => {
    const html = markup(<ErrorSummary language="zh" errors={[{ field: 'name', message: '请填写姓名' }]} />)
    expect(html).toContain('role="alert"')
    expect(html).toContain('<a href="#name">请填写姓名</a>')
  })

  it('is not there when nothing is wrong', () =>
    expect(markup(<ErrorSummary language="zh" errors={[]} />)).toBe(''))
})
