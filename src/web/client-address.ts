import { BlockList, isIP, isIPv4 } from 'node:net'
import type { Context } from 'hono'

/** The answerer of "who is asking": one rule for limits and locks. */
export type AddressOf = (c: Context) => string

/** Where nobody can be told apart: a request that came through no socket. */
const NOWHERE = 'nowhere'

/**
 * The address a request came from: the socket's, unless that is a proxy named in the settings; then the last address
 * of X-Forwarded-For that is none of these. Whatever else a client writes into headers counts for nothing. Addresses
 * of IPv6 count by their /64, which one subscriber has whole.
 */
export function addressOf(trustedProxies: readonly string[]): AddressOf {
  const trusted = new BlockList()
  for (const proxy of trustedProxies) {
    const [address = '', bits] = proxy.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  const isTrusted = (address: string) => trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')

  return (c) => {
    const socket = socketAddress(c)
    if (socket === null) return NOWHERE
    if (trustedProxies.length === 0 || !isTrusted(socket)) return network(socket)
    const forwarded = (c.req.header('X-Forwarded-For') ?? '').split(',').map((part) => plain(part.trim()))
    let nearest = socket
    for (const address of forwarded.toReversed()) {
      if (isIP(address) === 0) break
      nearest = address
      if (!isTrusted(address)) break
    }
    return network(nearest)
  }
}

/** The other end of the connection, whoever it speaks for; null without one. */
export function socketAddress(c: Context): string | null {
  const incoming = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  const address = incoming?.socket?.remoteAddress
  return address === undefined ? null : plain(address)
}

/** This machine itself. */
export const isLoopback = (address: string | null): boolean =>
  address !== null && (address === '::1' || address.startsWith('127.'))

// A dual-stack socket writes IPv4 as ::ffff:192.0.2.1.
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

function network(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]!.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const middle = address.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : []
  const groups = [...left, ...middle, ...right].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${groups.join(':')}::/64`
}
