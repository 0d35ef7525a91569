import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { verificationPages } from '../../src/verification/pages.tsx'
import type { VerifyingActs } from '../../src/verification/pages.tsx'
import { actorOf, type Context, type Env } from '../../src/platform/context.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { PRIVATE_PAGE, securityHeaders } from '../../src/web/headers.ts'
import { ACTS, ANSWERS, CERTIFICATE, NAMED_FILES, SITE, UNKNOWN, VALID } from './answers.ts'

const CTX = { actor: actorOf('public', ''), today: () => '2026-11-21' } as unknown as Context

function appWith(acts: Partial<VerifyingActs> = {}) {
  return new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', CTX)
      await next()
    })
    .route('/', verificationPages({ site: SITE, assets: NAMED_FILES, acts: { ...ACTS, ...acts } }))
    .get('/v/:code', (c) => c.json('the API'))
    .onError((error, c) => c.text(error instanceof Refusal ? 'problem' : 'fault', 500))
}

const get = async (path: string, headers: Record<string, string> = { accept: 'text/html' }) =>
  appWith().request(path, { headers })
const html = async (path: string) => (await get(path)).text()
const form = (fields: Record<string, string | File>) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return body
}
const post = async (
  fields: Record<string, string | File>,
  path = '/verify',
  acts: Partial<VerifyingActs> = {},
) => appWith(acts).request(path, { method: 'POST', body: form(fields) })

/** What a reader reads: tags away, blanks folded. */
const textOf = (page: string) =>
  page
    .replace(/<script[\s\S]*?<\/script>|<title>.*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
const banner = (page: string) => textOf(/<section class="verdict[\s\S]*?<\/section>/.exec(page)?.[0] ?? '')

describe('the verdict page', () => {
  it.each([
    ['valid', '有效', 'Valid'],
    ['grassroots', '有效', 'Valid'],
    ['suspended', '无效', 'Not valid'],
    ['revoked', '无效', 'Not valid'],
    ['superseded', '无效', 'Not valid'],
    ['forged', '无效', 'Not valid'],
    ['stale', '无法判定', 'Cannot tell'],
    ['nobody-knows-it', '无法判定', 'Cannot tell'],
  ])('%s: one heading, one word', async (code, zh, en) => {
    for (const [path, word] of [
      [`/v/${code}`, zh],
      [`/v/${code}?lang=en`, en],
    ] as const) {
      const page = await html(path)
      expect(page.match(/<h1/g)).toHaveLength(1)
      expect(page).toMatch(new RegExp(`<h1[^>]*>${word}</h1>`))
    }
  })

  it.each([
    ['suspended', '已暂停使用'],
    ['revoked', '已撤销'],
    ['superseded', '已换发，请核验新证书'],
    ['grassroots', '基层有效'],
    ['long', '定向评价、定向使用：怒江州、迪庆州'],
  ])('%s: the headline says %s, with name and title', async (code, said) => {
    const headline = banner(await html(`/v/${code}`))
    expect(headline).toContain(said)
    expect(headline).toContain(ANSWERS[code]!.certificate!.name)
    expect(headline).toContain(ANSWERS[code]!.certificate!.title)
  })

  it('says in which language it is written', async () => {
    expect(await html('/v/valid')).toContain('<html lang="zh-CN">')
    expect(await html('/v/valid?lang=en')).toContain('<html lang="en">')
  })

  it('shows every line of the certificate, its key, its place on the ledger and the time', async () => {
    const text = textOf(await html('/v/valid'))
    for (const shown of [
      '姓名 李晓明',
      '职称 高级工程师',
      '级别 副高级',
      '系列 / 专业 工程技术 / 建筑工程',
      '取得方式 评审',
      '取得时间 2023年11月12日',
      `评审机构 ${CERTIFICATE.committee}`,
      '批准文号 云人社职〔2023〕128号',
      '适用范围 未限定',
      `证书编号 ${CERTIFICATE.number}`,
      `发证机关 ${CERTIFICATE.issuer.name}`,
      '发证日期 2024年1月5日',
      '证书状态 在用',
      'kP3x0bJ2cQ8 使用期 2023年1月1日至2027年12月31日',
      '存证编号 1284 存证链 rcps.example.gov.cn/ledger 现有 20417 条',
      '查验时间 北京时间 2026年11月21日 00:30:00',
      '出示证书的人是否就是下列姓名的本人',
    ])
      expect(text).toContain(shown)
  })

  it('speaks English down to level, route and scope', async () => {
    const text = textOf(await html('/v/grassroots?lang=en'))
    for (const shown of ['Associate senior', 'Review', 'Valid at grass-roots units only', 'In force'])
      expect(text).toContain(shown)
  })

  it('leaves out the committee where there was none, and the compare hint where nothing holds', async () => {
    const certificate = { ...CERTIFICATE, committee: null }
    const page = await appWith({ verifyByCode: async () => ({ ...VALID, certificate }) }).request('/v/x')
    expect(await page.text()).not.toContain('评审机构')
    expect(await html('/v/revoked')).not.toContain('请再核对两点')
  })

  it('gives the code point of a character a phone may not draw', async () =>
    expect(textOf(await html('/v/rare'))).toContain('含生僻字 U+2A6A5'))

  it('shows nothing but the public answer: no ground, no extra member', async () => {
    const leaky = { ...ANSWERS.revoked!, ground: '论文抄袭', idNumber: '530102199001011234' }
    const page = await (await appWith({ verifyByCode: async () => leaky }).request('/v/x')).text()
    expect(page).not.toContain('论文抄袭')
    expect(page).not.toContain('530102199001011234')
  })

  it('escapes a name that looks like markup, in text, attribute and data', async () => {
    const certificate = { ...CERTIFICATE, name: '"><script>alert(1)</script>' }
    const page = await (
      await appWith({ verifyByCode: async () => ({ ...VALID, certificate }) }).request('/v/x')
    ).text()
    expect(page).not.toContain('<script>alert')
    expect(page.match(/<script/g)).toHaveLength(2)
  })

  it('is the very same page for every code nobody knows', async () => {
    const [one, other] = [await get('/v/AAAAAAAAAAAAAAAAAAAAAA'), await get('/v/%3Cb%3E1?name=x')]
    expect(await other.text()).toBe(await one.text())
    expect([...other.headers]).toEqual([...one.headers])
    expect(other.status).toBe(one.status)
  })

  it('says of a code nobody knows that it need not be forged', async () => {
    const text = textOf(await html('/v/nobody-knows-it'))
    expect(text).toContain('无法判定不等于证书是假的')
    expect(text).not.toContain('证书内容')
  })

  it('tells the in-page check what the page shows, and which keys to trust', async () => {
    const page = await html('/v/valid')
    expect(page).toMatch(
      /<p id="in-page-check"[^>]*data-number="2023-ZG-000128-7" data-name="李晓明"[^>]*>本页结论由发证机关的服务器查得。/,
    )
    const data = /<script id="zhengxin-trust" type="application\/json">(.*?)<\/script>/.exec(page)?.[1] ?? ''
    expect(JSON.parse(data)).toEqual({ keys: ACTS.pageTrust(CTX), serverVerdict: 'valid' })
    expect(page).toContain(`<script src="${SITE.assets.script}" defer`)
  })

  it('is neither cached nor listed', async () => {
    const { headers } = await get('/v/valid')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-robots-tag')).toContain('noindex')
    expect(headers.get('vary')).toBe('Accept')
  })

  it.each([
    ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'html'],
    ['a program', 'application/json', 'json'],
    ['a program that takes anything else too', 'application/json, */*;q=0.5', 'json'],
    ['a phone that takes anything', '*/*', 'html'],
    ['nobody says', '', 'html'],
  ])('%s asks with Accept %s and gets %s', async (_, accept, kind) => {
    const answer = await get('/v/valid', accept ? { accept } : {})
    expect(answer.headers.get('content-type')).toContain(kind)
    expect(answer.headers.get('vary')).toBe('Accept')
  })
})

describe('every public page', () => {
  it.each([
    '/',
    '/verify',
    '/v/valid',
    '/v/revoked',
    '/v/unknown',
    '/v/long',
    '/?lang=en',
    '/verify?lang=en',
    '/scan',
    '/offline',
    '/embed',
    '/genuine?lang=en',
  ])('%s needs no script, no other host and no inline code', async (path) => {
    const page = await html(path)
    expect(page).not.toMatch(/(?:src|href|action)="(?:[a-z]+:)?\/\//i)
    expect(page).not.toMatch(/\son[a-z]+="/i)
    expect(page).not.toMatch(/<style|\sstyle="|javascript:/i)
    expect(page).not.toMatch(/<script(?![^>]* (?:src|type="application\/json"))/)
    // Whatever a reader without scripts needs is there.
    expect(textOf(page)).toContain(path.includes('lang=en') ? 'Zhengxin' : '证信')
  })

  it('keeps the language on every link of its own', async () => {
    const links = [...(await html('/?lang=en')).matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(
      ([, href]) => href!,
    )
    const pages = links.filter((href) => !/^\/(assets|manifest)/.test(href))
    expect(pages.length).toBeGreaterThan(3)
    expect(pages.filter((href) => !href.includes('lang=en'))).toEqual([])
  })

  it('home names the three ways to check', async () => {
    const text = textOf(await html('/'))
    for (const way of ['扫码查', '用证书编号和姓名查', '核验电子证书（PDF）', '粘贴二维码内容'])
      expect(text).toContain(way)
  })
})

describe('the forms', () => {
  it('never put a name or a number into an address', async () => {
    const page = await html('/verify')
    expect([...page.matchAll(/<form ([^>]*)>/g)].map(([, attributes]) => attributes)).toEqual([
      'method="post" action="/verify"',
      'method="post" action="/verify" enctype="multipart/form-data"',
      'method="post" action="/verify"',
    ])
  })

  it('answer number and name with the verdict, in the form’s language, uncached', async () => {
    const answer = await post({ number: ' revoked ', name: '李晓明' }, '/verify?lang=en')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const page = await answer.text()
    expect(page).toMatch(/<h1[^>]*>Not valid<\/h1>/)
    // No code after # can come with a form: there is nothing to check in the page.
    expect(page).not.toContain('in-page-check')
  })

  it('answer a wrong number, and a right one with another’s name, with the very same page', async () => {
    const wrong = await post({ number: 'no-such', name: '李晓明' })
    const other = await post({ number: 'valid', name: '王小红' })
    expect(await other.text()).toBe(await wrong.text())
    expect([...other.headers]).toEqual([...wrong.headers])
  })

  it('hand over exactly one way of asking', async () => {
    const asked: unknown[] = []
    const verifySubmitted: VerifyingActs['verifySubmitted'] = async (ctx, submitted) => {
      asked.push([ctx, submitted])
      return UNKNOWN
    }
    await post({ number: 'A1', name: '李晓明' }, '/verify', { verifySubmitted })
    await post({ credential: ' https://rcps.example.gov.cn/v/\nabc#12\n34 ' }, '/verify', { verifySubmitted })
    const pdf = new File(['%PDF-1.7 …'], '证书.pdf')
    await post({ file: pdf }, '/verify', { verifySubmitted })
    expect(asked).toEqual([
      [CTX, { number: 'A1', name: '李晓明' }],
      [CTX, { credential: 'https://rcps.example.gov.cn/v/abc#1234' }],
      [CTX, { file: new Uint8Array(await pdf.arrayBuffer()) }],
    ])
  })

  it.each([
    ['nothing at all', {}, '请填写证书编号'],
    ['a number without a name', { number: 'A1', name: ' ' }, '请填写持证人姓名'],
    ['an endless number', { number: 'A'.repeat(41), name: '李晓明' }, '最多 40 个字符'],
    ['a control character', { number: 'A\u0000', name: '李晓明' }, '看不见的控制字符'],
    ['an empty paste', { credential: ' ' }, '请粘贴二维码内容'],
    ['no file', { file: new File([], '') }, '请选择证书文件'],
    ['a document', { file: new File(['PK\u0003\u0004'], '证书.pdf') }, '这不是 PDF'],
    ['text where a file should be', { file: '证书.pdf' }, '请选择证书文件'],
  ])('come back on %s with what to do, and ask nobody', async (_, fields, said) => {
    let asked = false
    const verifySubmitted = async () => {
      asked = true
      return UNKNOWN
    }
    const answer = await post(fields, '/verify', { verifySubmitted })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(said)
    expect(asked).toBe(false)
  })

  it('give back what was typed', async () => {
    const page = await (await post({ number: 'A<1', name: '' })).text()
    expect(page).toContain('value="A&lt;1"')
  })

  it('refuse a file larger than 10 MB with a page, before reading it', async () => {
    const answer = await appWith().request('/verify', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '99999999' },
      body: 'x',
    })
    expect(answer.status).toBe(413)
    expect(await answer.text()).toContain('文件超过 10 MB')
  })

  it('take a broken multipart body for an empty form', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const answer = await appWith().request('/verify', { method: 'POST', headers, body: 'not multipart' })
    expect(answer.status).toBe(400)
  })
})

describe('a refusal', () => {
  const refusal = new Refusal('unavailable', 'ledger/behind', '账本暂不可用，请稍后再试。')
  const refuse = async () => {
    throw refusal
  }

  it('is a page for readers', async () => {
    const answer = await post({ number: 'A1', name: '李晓明' }, '/verify', { verifySubmitted: refuse })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('账本暂不可用，请稍后再试。')
  })

  it('is left to the house when a program asks, and so is a bug', async () => {
    const acts = { verifySubmitted: refuse }
    const asked = {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: form({ number: 'A', name: '李' }),
    }
    expect(await (await appWith(acts).request('/verify', asked)).text()).toBe('problem')
    const bug = async () => {
      throw new Error('a bug')
    }
    expect(await (await post({ number: 'A', name: '李' }, '/verify', { verifySubmitted: bug })).text()).toBe(
      'fault',
    )
  })
})

it('a verdict carries every header of ours, whichever way it was asked', async () => {
  const posted = await post({ number: 'A1', name: '李晓明' })
  for (const { headers } of [await get('/v/valid'), await get('/v/nobody-knows-it'), posted])
    expect(Object.fromEntries(headers)).toEqual(
      Object.fromEntries(
        new Headers({
          ...securityHeaders(SITE.origin),
          ...PRIVATE_PAGE,
          'Content-Type': 'text/html; charset=UTF-8',
          Vary: 'Accept',
        }),
      ),
    )
})

describe('the form of number and name', () => {
  const asked = async (fields: Record<string, string>) => {
    const seen: unknown[] = []
    const response = await post({ number: 'YN1', name: '韦娟', ...fields }, '/verify', {
      verifySubmitted: (_, submitted) => {
        seen.push(submitted)
        return Promise.resolve(UNKNOWN)
      },
    })
    return { status: response.status, text: await response.text(), seen }
  }

  it('passes on identity number, year and level, and what is empty not at all', async () => {
    const full = await asked({ idNumber: '519901196004034197', year: '2005', level: '420' })
    expect(full.seen).toEqual([
      { number: 'YN1', name: '韦娟', idNumber: '519901196004034197', year: 2005, level: '420' },
    ])
    const plain = await asked({ idNumber: '', year: '', level: '' })
    expect(plain.seen).toEqual([{ number: 'YN1', name: '韦娟' }])
  })

  it.each([
    ['a year without a level', { year: '2005' }, 'level'],
    ['a level without a year', { level: '420' }, 'year'],
    ['a year that has not come', { year: '2027', level: '420' }, 'year'],
    ['a year in words', { year: '去年', level: '420' }, 'year'],
    ['a level nobody knows', { year: '2005', level: '高级' }, 'level'],
  ])('asks again about %s, and never shows an identity number', async (_, fields, field) => {
    const { status, text, seen } = await asked({ idNumber: '519901196004034197', ...fields })
    expect([status, seen]).toEqual([400, []])
    expect(text).toContain(`href="#${field}"`)
    expect(text).toContain('<details open')
    expect(text).not.toContain('519901196004034197')
  })
})
