import { describe, expect, it } from 'vitest'
import { comparePersons, type ListPerson } from '../../../src/results/document/compare-persons.ts'
import type { DocumentPerson } from '../../../src/results/document/document-persons.ts'

const row = (position: number, name: string, more: Partial<ListPerson> = {}): ListPerson => ({
  position,
  name,
  isErased: false,
  title: '高级教师',
  employer: '第一中学',
  specialty: '数学',
  ...more,
})
const person = (name: string, more: Partial<DocumentPerson> = {}): DocumentPerson => ({
  name,
  title: '高级教师',
  employer: null,
  specialty: null,
  ...more,
})

describe('a document and its list', () => {
  it.each([
    ['say the same whatever the order', [row(1, '甲'), row(2, '乙')], [person('乙'), person('甲')], []],
    ['say the same in another interpunct', [row(1, '买买提·艾力')], [person('买买提•艾力')], []],
    ['say the same with blanks in a title', [row(1, '甲')], [person('甲', { title: '高级 教师' })], []],
    [
      'differ by a person missing',
      [row(1, '甲'), row(2, '乙')],
      [person('甲')],
      [{ kind: 'missing', name: '乙', position: 2, title: '高级教师' }],
    ],
    [
      'differ by a stranger',
      [row(1, '甲')],
      [person('甲'), person('丙')],
      [{ kind: 'stranger', name: '丙', title: '高级教师' }],
    ],
    [
      'differ by another title',
      [row(1, '甲')],
      [person('甲', { title: '正高级教师' })],
      [
        {
          kind: 'other',
          name: '甲',
          position: 1,
          field: '资格名称',
          inList: '高级教师',
          inDocument: '正高级教师',
        },
      ],
    ],
    [
      'differ by another employer, where the document names one',
      [row(1, '甲')],
      [person('甲', { employer: '第二中学' })],
      [
        {
          kind: 'other',
          name: '甲',
          position: 1,
          field: '工作单位',
          inList: '第一中学',
          inDocument: '第二中学',
        },
      ],
    ],
    [
      'tell namesakes apart by employer',
      [row(1, '甲'), row(2, '甲', { employer: '第二中学', title: '一级教师' })],
      [person('甲', { employer: '第二中学', title: '一级教师' }), person('甲', { employer: '第一中学' })],
      [],
    ],
    [
      'know that one of two namesakes is missing',
      [row(1, '甲'), row(2, '甲')],
      [person('甲')],
      [{ kind: 'missing', name: '甲', position: 2, title: '高级教师' }],
    ],
    [
      'may name whom we erased, with that very title',
      [row(1, '已清除', { isErased: true }), row(2, '乙')],
      [person('甲'), person('乙')],
      [],
    ],
    [
      'may not name a stranger for whom we erased, with another title',
      [row(1, '已清除', { isErased: true })],
      [person('甲', { title: '正高级教师' })],
      [{ kind: 'stranger', name: '甲', title: '正高级教师' }],
    ],
  ] satisfies [string, ListPerson[], DocumentPerson[], unknown[]][])('%s', (_, rows, persons, told) =>
    expect(comparePersons(rows, persons)).toEqual(told),
  )
})
