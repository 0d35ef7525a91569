// The script of the pages that check: a file or a text is judged here, in the browser, and goes nowhere.
import { languageOf, say } from '../../web/language.ts'
import { registerWorker } from '../../web/register-worker.ts'
import { freshBundle, type Held } from '../held-bundle.ts'
import { showAnswer } from '../show-answer.ts'
import type { VerificationAnswer } from '../verification-answer.ts'
import { readStatementText } from '../../credentials/statement.ts'
import { statementInPdf } from '../statements/statement-in-pdf.ts'
import { statementSentences } from '../statements/statement-sentences.ts'
import { answerFor, answerForFile, answerForStatement } from '../verifier.ts'

const language = languageOf(document.documentElement.lang.startsWith('zh') ? 'zh' : 'en')
const t = say(language)
const result = document.getElementById('result')

/** Shows what `judge` makes of the newest bundle; whatever breaks leaves the form as it was, to be sent to the server. */
async function show(judge: (bundle: string, now: Date) => VerificationAnswer): Promise<void> {
  if (!result) return
  result.textContent = t('正在本机核验……', 'Checking on this device …')
  result.hidden = false
  const held: Held = await freshBundle()
  const now = new Date()
  showAnswer(result, judge(held.bundle ?? '', now), { ...held, language, now })
}

async function showStatement(text: string): Promise<void> {
  if (!result) return
  const { bundle } = await freshBundle()
  const answer = answerForStatement(text, bundle ?? '')
  const lines = answer ? statementSentences(answer) : ['没有可用的信任包，本机不能判断：请上传查验。']
  result.replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement('p'), { textContent: line })),
  )
  result.hidden = false
}

const isPdf = (file: File): boolean => file.type === 'application/pdf' || /\.pdf$/i.test(file.name)

async function checkFile(file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const statement = statementInPdf(bytes)
  if (statement !== null) return showStatement(statement)
  await show((bundle, now) => answerForFile(bytes, bundle, now))
}

function prepareFiles(): void {
  const input = document.querySelector<HTMLInputElement>('#by-file input[type=file]')
  const drop = document.getElementById('drop')
  const hint = document.getElementById('upload-hint')
  if (!input || !drop) return
  drop.hidden = false
  const take = (file: File | undefined) => {
    if (!file) return
    const here = isPdf(file)
    if (hint)
      hint.textContent = here
        ? t(
            '已在本机核验。需要时仍可上传，由服务器再查一次。',
            'Checked here. You may still upload it for the server to check again.',
          )
        : t(
            '图片要上传后由服务器识别；不想上传，请用“扫码”页在本机识别。',
            'Pictures are read by the server after uploading; to read one here, use the scanner.',
          )
    if (here) void checkFile(file)
  }
  input.addEventListener('change', () => take(input.files?.[0]))
  drop.addEventListener('click', () => input.click())
  for (const name of ['dragenter', 'dragover'])
    document.addEventListener(name, (event) => {
      event.preventDefault()
      drop.classList.add('over')
    })
  document.addEventListener('dragleave', () => drop.classList.remove('over'))
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    drop.classList.remove('over')
    const files = event.dataTransfer?.files
    if (!files?.[0]) return
    // So that the button below still sends the very file that was dropped.
    input.files = files
    take(files[0])
  })
}

function prepareText(): void {
  const form = document.querySelector<HTMLFormElement>('#by-text form')
  const text = form?.querySelector('textarea')
  const button = form?.querySelector('button')
  if (!form || !text || !button) return
  const here = button.cloneNode() as HTMLButtonElement
  here.type = 'button'
  here.className = 'plain'
  here.textContent = t('在本机核验，不上传', 'Check here, send nothing')
  here.addEventListener('click', () => {
    const pasted = text.value.replace(/\s+/g, '')
    if (readStatementText(pasted) !== null) void showStatement(pasted)
    else if (pasted !== '') void show((bundle, now) => answerFor(pasted, bundle, now))
  })
  button.after(here)
}

/** Without a network the worker puts this page where any other would have stood; its address still says what was scanned. */
function judgeAddress(): void {
  if (document.body.querySelector('[data-offline]') === null) return
  const { hash, pathname } = location
  if (pathname.startsWith('/v/'))
    void show((bundle, now) => answerFor(location.origin + pathname + hash, bundle, now))
}

registerWorker()
prepareFiles()
prepareText()
judgeAddress()
addEventListener('hashchange', judgeAddress)
