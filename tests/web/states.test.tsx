import { describe, expect, it } from 'vitest'
import { markup } from '../../src/web/markup.ts'
import { EmptyState, ErrorState, ProgressState } from '../../src/web/states.tsx'

describe('states', () => {
  it('shows progress in words as well as in a bar', () => {
    const html = markup(<ProgressState label="正在签发" done={40} total={200} />)
    expect(html).toContain('40 / 200')
    expect(html).toMatch(/<progress max="200" value="40"/)
  })

  it('shows emptiness and errors with their text', () => {
    expect(markup(<EmptyState>还没有证书</EmptyState>)).toContain('还没有证书')
    expect(markup(<ErrorState title="出错了">请重试</ErrorState>)).toMatch(/<h1>出错了<\/h1>.*请重试/)
  })
})
