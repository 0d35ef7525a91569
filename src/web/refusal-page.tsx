import type { Refusal, RefusalKind } from '../platform/refusal.ts'
import { document } from './layout.tsx'
import { localHref, say } from './language.ts'
import type { Language } from './language.ts'
import type { Site } from './site.ts'
import { ErrorState } from './states.tsx'

/** A refusal as a page: its message is for the person; its facts are for programs and stay out. */
export function refusalPage(site: Site, language: Language, refusal: Refusal): string {
  const t = say(language)
  return errorPage(
    site,
    language,
    titleOf(refusal.kind, language),
    refusal.message,
    t('编号 ', 'Code ') + refusal.code,
  )
}

/** Any other page that says no. `message` is Chinese, and marked so on an English page. */
export function errorPage(
  site: Site,
  language: Language,
  title: string,
  message: string,
  code?: string,
): string {
  const t = say(language)
  return document({
    site,
    language,
    title,
    children: (
      <>
        <ErrorState title={title}>
          <p lang={/[\u4e00-\u9fff]/.test(message) ? 'zh-CN' : undefined}>{message}</p>
        </ErrorState>
        <p>
          <a class="button" href={localHref(language, '/verify')}>
            {t('返回查验', 'Back to checking')}
          </a>
        </p>
        {code && <p class="soft small mono">{code}</p>}
      </>
    ),
  })
}

/** For an address that leads nowhere. It says nothing of what was asked. */
export function notFoundPage(site: Site, language: Language): string {
  const t = say(language)
  return errorPage(
    site,
    language,
    t('没有这个网页', 'There is no such page'),
    t(
      '网址可能不完整：请重新扫描证书上的二维码，或用证书编号和姓名查验。',
      'The address may be cut short: scan the QR code again, or check by number and name.',
    ),
  )
}

/** For a fault of ours; what happened is in the log. */
export function brokenPage(site: Site, language: Language): string {
  const t = say(language)
  return errorPage(
    site,
    language,
    t('服务出错了', 'Something broke on our side'),
    t(
      '故障已记录，请稍后再试。这不说明证书有问题。',
      'It has been logged; please try again later. It says nothing about the certificate.',
    ),
  )
}

function titleOf(kind: RefusalKind, language: Language): string {
  const t = say(language)
  switch (kind) {
    case 'invalid':
      return t('提交的内容有误', 'That cannot be used as it is')
    case 'not-found':
      return t('没有找到', 'Not found')
    case 'wrong-method':
      return t('不能这样访问', 'Not to be asked like that')
    case 'conflict':
      return t('现在不能这样做', 'Not possible now')
    case 'forbidden':
      return t('没有权限', 'Not allowed')
    case 'unavailable':
      return t('服务暂时不可用', 'The service is not available for the moment')
    case 'too-large':
      return t('文件太大', 'The file is too large')
    case 'unauthenticated':
      return t('请先登录', 'Please sign in first')
    case 'unsupported':
      return t('不支持这种内容', 'That kind of content is not supported')
    case 'too-many':
      return t('请求过于频繁', 'Too many requests')
  }
}
