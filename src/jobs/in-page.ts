// Runs in the browser: follows one job and moves its bar, so that the page need not ask for itself again.

interface Shown {
  readonly done: number
  readonly total: number
}

function follow(part: HTMLElement): void {
  const bar = part.querySelector('progress')
  const words = part.querySelector('b')
  const address = part.dataset.events
  if (!bar || !words || !address) return
  if (!('EventSource' in window)) {
    setTimeout(() => location.reload(), 3000)
    return
  }
  const source = new EventSource(address)
  source.addEventListener('job', (event) => {
    const { done, total } = JSON.parse((event as MessageEvent<string>).data) as Shown
    bar.max = Math.max(total, 1)
    bar.value = done
    words.textContent = `${done} / ${Math.max(total, 1)}`
  })
  source.addEventListener('end', () => {
    source.close()
    location.reload()
  })
}

const part = document.getElementById('job')
if (part) follow(part)
