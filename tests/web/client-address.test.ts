import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { addressOf } from '../../src/web/client-address.ts'

const ask = async (
  socket: string | undefined,
  headers: Record<string, string>,
  proxies: readonly string[],
) => {
  const of = addressOf(proxies)
  const app = new Hono().get('/', (c) => c.text(of(c)))
  const env = socket === undefined ? {} : { incoming: { socket: { remoteAddress: socket } } }
  return (await app.request('/', { headers }, env)).text()
}

describe('the address a request came from', () => {
  it.each([
    ['the socket’s', '192.0.2.7', {}, [], '192.0.2.7'],
    [
      'the socket’s, whatever a client writes',
      '192.0.2.7',
      { 'X-Forwarded-For': '198.51.100.1' },
      [],
      '192.0.2.7',
    ],
    [
      'the socket’s, when it is not the named proxy',
      '192.0.2.7',
      { 'X-Forwarded-For': '198.51.100.1', 'X-Real-IP': '198.51.100.2', Forwarded: 'for=198.51.100.3' },
      ['10.0.0.5'],
      '192.0.2.7',
    ],
    [
      'what the named proxy says',
      '10.0.0.5',
      { 'X-Forwarded-For': '198.51.100.1' },
      ['10.0.0.5'],
      '198.51.100.1',
    ],
    [
      'the last one, which the proxy itself wrote',
      '10.0.0.5',
      { 'X-Forwarded-For': '203.0.113.9, 198.51.100.1' },
      ['10.0.0.5'],
      '198.51.100.1',
    ],
    [
      'through several proxies of one network',
      '::ffff:10.1.0.5',
      { 'X-Forwarded-For': '203.0.113.9, 198.51.100.1, 10.1.7.7' },
      ['10.1.0.0/16'],
      '198.51.100.1',
    ],
    ['the proxy’s own when it says nothing', '10.0.0.5', {}, ['10.0.0.5'], '10.0.0.5'],
    [
      'the proxy’s own when it says nonsense',
      '10.0.0.5',
      { 'X-Forwarded-For': 'unknown' },
      ['10.0.0.5'],
      '10.0.0.5',
    ],
    ['a dual-stack socket’s in its short form', '::ffff:192.0.2.7', {}, [], '192.0.2.7'],
    ['a subscriber’s whole network', '2001:db8:1:2:3:4:5:6', {}, [], '2001:db8:1:2::/64'],
    ['the same network, spelled short', '2001:0db8:1:2::9', {}, [], '2001:db8:1:2::/64'],
    ['this machine’s', '::1', {}, [], '0:0:0:0::/64'],
    ['nowhere without a socket', undefined, { 'X-Forwarded-For': '198.51.100.1' }, ['10.0.0.5'], 'nowhere'],
  ] as const)('is %s', async (_, socket, headers, proxies, expected) => {
    expect(await ask(socket, headers, proxies)).toBe(expected)
  })
})
