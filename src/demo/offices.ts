import type { AuthorityKind } from '../identity/authority.ts'
import { registerAuthority } from '../identity/register-authority.ts'
import { creditCodeCheck } from '../identity/credit-code.ts'
import type { Context } from '../platform/context.ts'

interface Office {
  readonly name: string
  readonly kind: AuthorityKind
  readonly place: string
  readonly documentWord: string | null
  readonly numberPrefix: string | null
  readonly below: readonly Office[]
}

const TREE: Office = {
  name: '云南省人力资源和社会保障厅',
  kind: 'province',
  place: '530000',
  documentWord: '云人社发',
  numberPrefix: 'YN',
  below: [
    {
      name: '昆明市人力资源和社会保障局',
      kind: 'prefecture',
      place: '530100',
      documentWord: '昆人社发',
      numberPrefix: 'YNKM',
      below: [],
    },
    {
      name: '大理白族自治州人力资源和社会保障局',
      kind: 'prefecture',
      place: '532900',
      documentWord: '大人社发',
      numberPrefix: 'YNDL',
      below: [
        {
          name: '洱源县人力资源和社会保障局',
          kind: 'county',
          place: '532930',
          documentWord: '洱人社发',
          numberPrefix: 'YNDLEY',
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
    for (const child of office.below) await enter(child, id)
    return creditCode
  }
  return enter(TREE, null)
}
