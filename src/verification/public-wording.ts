import type { Status } from '../credentials/reason.ts'
import type { Say } from '../web/language.ts'
import type { ShownCertificate } from './verification-answer.ts'

/** A state as the public may know it: its name, never its ground. */
export function stateName(status: Status, t: Say): string | undefined {
  switch (status) {
    case 'in-force':
      return t('在用', 'In force')
    case 'suspended':
      return t('已暂停使用', 'Suspended')
    case 'revoked':
      return t('已撤销', 'Revoked')
    case 'closed':
      return t('已注销', 'Closed')
    case 'lapsed':
      return t('已失效', 'Lapsed')
    case 'superseded':
      return t('已换发，请核验新证书', 'Replaced: verify the newer certificate')
    case 'ended':
      return t('已不再使用', 'No longer in use')
    case 'historical':
      return t('历史职称信息', 'A title collected from the past')
    case 'unknown':
      return undefined
  }
}

/** The scope as it must be read beside the verdict; undefined when nothing restricts the title. */
export function scopeText({ kind, text }: ShownCertificate['scope'], t: Say): string | undefined {
  if (text === null) return undefined
  return t(text, kind === 'grassroots' ? `Valid at grass-roots units only (${text})` : `Restricted: ${text}`)
}
