// A receiver of webhooks. WEBHOOK_SECRET is the secret that was shown when the webhook was made (whsec_…).
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.WEBHOOK_SECRET)
const taken = new Set() // Yours: a table with a unique key, written in the same transaction as the work.

const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  let event
  try {
    // The bytes as they came: parsing and writing them again would change them.
    event = webhook.verify(Buffer.concat(chunks), request.headers)
  } catch {
    response.writeHead(400).end()
    return
  }
  const id = request.headers['webhook-id']
  if (!taken.has(id)) {
    taken.add(id)
    // Only note it here and answer at once; whatever takes longer than a second belongs behind a queue.
    console.log(event.type, event.data.id, event.data.seq)
  }
  response.writeHead(204).end()
})
server.listen(Number(process.env.PORT ?? 8090), () => console.log('listening'))
