import { chineseDay } from '../../calendar/day.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { INTEGRITY_PATH } from './archive-page.tsx'
import type { Letter } from './letter.ts'

/** A letter to be printed and handed over, with its receipt. */
export const letterPage = (frame: Frame, letter: Letter, recordId: string): string =>
  deskPage({
    ...frame,
    title: letter.title,
    current: INTEGRITY_PATH,
    children: (
      <>
        <p class="crumbs">
          <a href={INTEGRITY_PATH}>诚信档案</a> › <a href={`${INTEGRITY_PATH}/${recordId}`}>诚信记录</a> ›
        </p>
        <div class="card paper">
          <h1>{letter.title}</h1>
          <p>{letter.to}：</p>
          {letter.paragraphs.map((text) => (
            <p class="prose">{text}</p>
          ))}
          <p class="signed">
            {letter.office}
            <br />
            {chineseDay(letter.day)}
          </p>
          <h2>送达回执</h2>
          <p>收到人（签名）：＿＿＿＿＿＿＿＿　　收到日期：＿＿＿＿年＿＿月＿＿日</p>
        </div>
      </>
    ),
  })
