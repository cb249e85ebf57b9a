// A Bluesky PDS with a PLC directory in memory, both on loopback. Settings come
// from DATA, PDS_PORT and PLC_PORT; READY is printed when both answer.
//
// SPDX-License-Identifier: GPL-3.0-or-later
import fs from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(process.cwd() + '/here.js')
const { DATA: data, PDS_PORT: pdsPort, PLC_PORT: plcPort } = process.env

fs.mkdirSync(`${data}/blobs`, { recursive: true })

const plcServer = require('@did-plc/server')
const plc = plcServer.PlcServer.create({ db: plcServer.Database.mock(), port: Number(plcPort), version: '0' })
await plc.start()

Object.assign(process.env, {
  PDS_HOSTNAME: 'localhost',
  PDS_DEV_MODE: 'true',
  PDS_DISABLE_SSRF_PROTECTION: 'true',
  PDS_DATA_DIRECTORY: data,
  PDS_BLOBSTORE_DISK_LOCATION: `${data}/blobs`,
  PDS_BLOBSTORE_DISK_TMP_LOCATION: `${data}/tmp`,
  PDS_BLOB_UPLOAD_LIMIT: '104857600',
  PDS_DID_PLC_URL: `http://localhost:${plcPort}`,
  PDS_DPOP_SECRET: '11'.repeat(32),
  PDS_JWT_SECRET: 'a secret for tests',
  PDS_ADMIN_PASSWORD: 'a password for tests',
  PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: '22'.repeat(32),
  PDS_INVITE_REQUIRED: 'false',
  PDS_SERVICE_HANDLE_DOMAINS: '.test',
  LOG_ENABLED: 'false',
})

const { PDS } = await import(require.resolve('@atproto/pds'))
const pds = await PDS.fromEnv()
await pds.start()
console.log('READY')

const stop = async () => {
  await pds.destroy()
  await plc.destroy()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
