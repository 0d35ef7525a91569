import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { icalendar } from '../../../src/cycles/feed/icalendar.ts'
import { readCalendar, valueOf } from './read-calendar.ts'

const NOW = new Date('2023-09-01T00:30:00Z')
const day = (changed: Partial<Parameters<typeof icalendar>[1][number]> = {}) => ({
  uid: 'notice.c@rcps.example.gov.cn',
  day: '2023-09-30',
  summary: '发布评审通知 最迟',
  description: '评委会',
  remindDays: 3,
  ...changed,
})

describe('a calendar', () => {
  it('holds whole days that end the day after, with a reminder ahead', () => {
    const { parts, properties } = readCalendar(icalendar('评委会 2023 年度', [day()], NOW))
    expect(properties.map(({ name }) => name)).toEqual(expect.arrayContaining(['VERSION', 'PRODID']))
    const [event] = parts
    expect(event?.properties).toEqual(
      expect.arrayContaining([
        { name: 'DTSTAMP', parameters: '', value: '20230901T003000Z' },
        { name: 'DTSTART', parameters: ';VALUE=DATE', value: '20230930' },
        { name: 'DTEND', parameters: ';VALUE=DATE', value: '20231001' },
      ]),
    )
    expect(event?.parts.map((alarm) => valueOf(alarm, 'TRIGGER'))).toEqual(['-P3D'])
  })

  it('folds long lines between characters, never inside one', () => {
    const long = `${'评'.repeat(40)}𬱖${'审'.repeat(40)}`
    const { parts } = readCalendar(icalendar('名', [day({ summary: long })], NOW))
    expect(valueOf(parts[0]!, 'SUMMARY')).toBe(long)
  })

  it('cannot be broken out of: every text comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const plain = text.replaceAll(/\r\n|\r/g, '\n')
        const { parts } = readCalendar(icalendar(text, [day({ description: text })], NOW))
        expect(valueOf(parts[0]!, 'DESCRIPTION')).toBe(plain)
        expect(parts).toHaveLength(1)
      }),
    )
  })
})
