import type { AuthorityKind } from '../identity/authority.ts'
import { grantPower } from '../identity/grant-power.ts'
import type { Power, PowerGrant } from '../identity/power.ts'
import { registerAuthority } from '../identity/register-authority.ts'
import { creditCodeCheck } from '../identity/credit-code.ts'
import type { Context } from '../platform/context.ts'

interface Office {
  readonly name: string
  readonly powers: readonly Omit<PowerGrant, 'id'>[]
  readonly kind: AuthorityKind
  readonly place: string
  readonly documentWord: string | null
  readonly numberPrefix: string | null
  readonly below: readonly Office[]
}

const SENIOR = ['411', '412']
const MIDDLE_AND_JUNIOR = ['420', '434', '435']

const power = (
  kind: Power,
  levels: readonly string[],
  fromYear: number,
  ground: string,
): Omit<PowerGrant, 'id'> => ({ power: kind, levels, series: null, fromYear, throughYear: null, ground })

// Electronic certificates from 2022 on, for every level.
const COVERAGE = '云人社函〔2023〕38号 三'

const TREE: Office = {
  name: '云南省人力资源和社会保障厅',
  kind: 'province',
  place: '530000',
  documentWord: '云人社发',
  numberPrefix: 'YN',
  powers: [
    power('confirm', SENIOR, 2023, '云人社函〔2023〕38号 四（四）'),
    power('issue', SENIOR, 2022, COVERAGE),
    power('file', SENIOR, 2020, '云南省2020年通知 三（二）'),
  ],
  below: [
    {
      name: '昆明市人力资源和社会保障局',
      kind: 'prefecture',
      place: '530100',
      documentWord: '昆人社发',
      numberPrefix: 'YNKM',
      powers: [
        power('confirm', MIDDLE_AND_JUNIOR, 2023, '昆人社通〔2023〕37号 四（五）'),
        power('file', MIDDLE_AND_JUNIOR, 2023, '昆人社通〔2023〕37号 四（四）'),
        power('issue', MIDDLE_AND_JUNIOR, 2022, COVERAGE),
      ],
      below: [],
    },
    {
      name: '大理白族自治州人力资源和社会保障局',
      kind: 'prefecture',
      place: '532900',
      documentWord: '大人社发',
      numberPrefix: 'YNDL',
      powers: [
        power('confirm', MIDDLE_AND_JUNIOR, 2023, '云人社函〔2023〕38号 四（一）'),
        power('issue', MIDDLE_AND_JUNIOR, 2022, COVERAGE),
      ],
      below: [
        {
          name: '洱源县人力资源和社会保障局',
          kind: 'county',
          place: '532930',
          documentWord: '洱人社发',
          numberPrefix: 'YNDLEY',
          powers: [
            power('confirm', MIDDLE_AND_JUNIOR, 2024, '洱人社〔2024〕27号 一（九）'),
            power('file', MIDDLE_AND_JUNIOR, 2024, '洱人社〔2024〕27号 一（四）'),
            power('issue', MIDDLE_AND_JUNIOR, 2024, '洱人社〔2024〕27号 一（九）'),
          ],
          below: [],
        },
      ],
    },
    {
      name: '云南省工程等系列高级职称评审委员会',
      kind: 'convening-body',
      place: '530000',
      documentWord: null,
      numberPrefix: null,
      powers: [],
      below: [],
    },
    {
      name: '昆明市示范中学（演示）',
      kind: 'employer',
      place: '530102',
      documentWord: null,
      numberPrefix: null,
      powers: [],
      below: [],
    },
  ],
}

/** Enters the demonstration's authority tree; answers with the credit code of the office that issues. */
export async function registerOffices(ctx: Context): Promise<string> {
  let serial = 0
  const enter = async (office: Office, parentId: string | null): Promise<string> => {
    // Division 539901 exists nowhere: no real office bears these codes.
    const body = `1153990100000${String(++serial).padStart(4, '0')}`
    const { id, creditCode } = await registerAuthority(ctx, {
      parentId,
      kind: office.kind,
      name: office.name,
      creditCode: body + creditCodeCheck(body),
      place: office.place,
      documentWord: office.documentWord,
      numberPrefix: office.numberPrefix,
    })
    for (const given of office.powers) await grantPower(ctx, { ...given, authorityId: id })
    for (const child of office.below) await enter(child, id)
    return creditCode
  }
  return enter(TREE, null)
}
