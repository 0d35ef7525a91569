import { LEVEL_GROUPS } from '../level-group.ts'
import { says, type PlacePolicy } from '../place-policy.ts'

const FRAUD =
  '通过提供虚假材料、剽窃他人作品和学术成果或者通过其他不正当手段取得职称的,撤销其职称,并记入职称评审诚信档案库,纳入全国信用信息共享平台,记录期限为3年'
// 云南省 2020 quotes the order in its own words.
const RESULT =
  '根据《职称评审管理暂行规定》规定，由各职称评审委员会组建单位在其门户网站或相关信息平台对评审结果进行公示，公示期不少于5个工作日'
const VIA_YUNNAN = '据云南省2020年通知三（二）转述'
const VIA_DIGEST = '据人社部发布摘要'

/** 人社部令第40号. Its articles are not held: only what its published summary and a notice citing it say. */
export const national2019: PlacePolicy = {
  id: 'national-2019',
  division: null,
  name: '全国',
  nameEn: 'National order',
  year: 2019,
  kind: 'order',
  above: null,
  calendar: 'national',
  covers: LEVEL_GROUPS,
  notice: {
    title: '职称评审管理暂行规定',
    number: '人社部令第40号',
    issuer: '人力资源社会保障部',
    issuedOn: null,
    text: 'digest',
  },
  notHeld: ['《职称评审管理暂行规定》条文（只有摘要）'],
  rules: {
    // The notice that cites the order speaks of senior titles there; what the order says of others we have not read.
    publicityKinds: says(['result'], VIA_YUNNAN, RESULT, {
      levels: ['senior'],
      note: '条文未收录；其他公示和中、初级未见转述。',
    }),
    resultPublicity: says(5, VIA_YUNNAN, RESULT, { levels: ['senior'] }),
    paperCertificate: says('equal', VIA_DIGEST, '电子证书与纸质证书具有同等效力'),
    archiveName: says('职称评审诚信档案库', VIA_DIGEST, FRAUD),
    recordTermYears: says(3, VIA_DIGEST, FRAUD),
    recordSharedWith: says('全国信用信息共享平台', VIA_DIGEST, FRAUD),
    fraudulentTitle: says('revoked', VIA_DIGEST, FRAUD),
  },
}
