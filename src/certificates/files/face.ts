import { chineseDay } from '../../calendar/day.ts'
import type { CertificateRecord } from '../../credentials/record.ts'
import { qrText } from '../../credentials/qr-text.ts'
import { qrModules } from '../../credentials/qr.ts'
import type { CertificateFace } from '../../rendering/certificate-face.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { scopeLine } from '../../titles/validity-scope.ts'

/** Template 1: the words on a certificate. `origin` and `code` lead to its page; `cwt` goes into its QR code. */
export function faceOf(
  record: CertificateRecord,
  place: { readonly id: string; readonly origin: string; readonly code: string; readonly cwt: Uint8Array },
): CertificateFace {
  const scope = scopeLine(record.scope)
  return {
    id: place.id,
    number: record.number,
    heading: '职称电子证书',
    name: record.name,
    statement: `经${routeName(record.route)}，持证人具备下列职称，特发此证。`,
    fields: [
      { label: '职称名称', value: record.title },
      { label: '职称级别', value: levelName(record.level) },
      { label: '职称系列', value: record.series },
      { label: '专业', value: record.specialty },
      { label: '取得方式', value: routeName(record.route) },
      { label: '取得时间', value: chineseDay(record.obtainedOn) },
      ...(record.committee === null ? [] : [{ label: '评审委员会', value: record.committee }]),
      { label: '批准文号', value: record.document },
    ],
    scopeLine: scope === null ? null : `适用范围：${scope}`,
    authority: record.issuer.name,
    issuedOn: chineseDay(record.issuedOn),
    verifyHost: new URL(place.origin).host,
    qr: qrModules(qrText(place.origin, place.code, place.cwt)),
  }
}
