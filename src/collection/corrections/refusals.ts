import { Refusal } from '../../platform/refusal.ts'

export const alreadyBound = () =>
  new Refusal(
    'conflict',
    'collection/already-bound',
    '这个人已经有核实的证件号码，没有重复认定：号码认错了的，请先提出解除认定。',
  )

export const notBound = () =>
  new Refusal(
    'conflict',
    'collection/not-bound',
    '这个人的号码不是认定来的，没有可以解除的：号码本身报错了的，请按“更正”办理。',
  )

export const numberOfAnother = () =>
  new Refusal(
    'conflict',
    'collection/number-of-another',
    '这个证件号码登记在另一个姓名之下，没有认定：请核对号码；确是同一个人改名的，先更正姓名，再认定。',
  )

export const ownNumber = () =>
  new Refusal(
    'conflict',
    'collection/own-number',
    '这是您自己的证件号码：涉及本人的认定请由其他经办人提出和办理。',
  )
