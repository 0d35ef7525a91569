import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/platform/command.ts'

const command: Parameters<typeof readArguments>[0] = {
  name: 'keys compromise',
  usage: '<密钥编号> --from-index 存证序号',
  summary: '',
  options: { 'from-index': { type: 'string' }, json: { type: 'boolean' } },
  takes: [1, 1],
}

describe('arguments of a command', () => {
  it.each([
    ['a name that begins with a dash', ['-xL4kQ9a2Ro', '--from-index', '7'], '-xL4kQ9a2Ro', '7'],
    ['such a name behind its options', ['--from-index', '7', '-4kQ9a2Rox'], '-4kQ9a2Rox', '7'],
    ['an option with an equals sign', ['abc', '--from-index=7'], 'abc', '7'],
    ['a value that is no number, for the command to refuse', ['abc', '--from-index', '-7'], 'abc', '-7'],
  ])('take %s', (_, argv, first, index) => {
    const { positionals, values } = readArguments(command, argv)
    expect([positionals, values['from-index']]).toEqual([[first], index])
  })

  it.each([
    ['an option nobody knows', ['abc', '--force']],
    ['too few', []],
    ['too many', ['abc', '-def']],
    ['an option without its value', ['abc', '--from-index']],
  ])('are refused with the usage: %s', (_, argv) => {
    expect(() => readArguments(command, argv)).toThrow('用法：zhengxin keys compromise')
  })
})
