// Preloaded: a server that listens on a bare port listens on 127.0.0.1 alone.
//
// SPDX-License-Identifier: GPL-3.0-or-later
import net from 'node:net'

const listen = net.Server.prototype.listen

net.Server.prototype.listen = function (where, ...rest) {
  const isPort = typeof where === 'number' || /^\d+$/.test(where)
  if (isPort && typeof rest[0] !== 'string') return listen.call(this, Number(where), '127.0.0.1', ...rest)
  if (where && typeof where === 'object' && where.port !== undefined && !where.host)
    return listen.call(this, { ...where, host: '127.0.0.1' }, ...rest)
  return listen.call(this, where, ...rest)
}
