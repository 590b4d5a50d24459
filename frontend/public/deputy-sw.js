// The deputies' app opens without network: its shell and what it has loaded before come from here. Never the API: drafts
// keep themselves in IndexedDB, everything else is only true when it comes from the server.
const CACHE = 'daibiao-deputy-1'
const SHELL = '/d/'
const KEEP = 150

const shellFiles = (html) => [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].map((match) => match[1])

async function keepShell(response) {
  const cache = await caches.open(CACHE)
  const html = await response.clone().text()
  await cache.put(SHELL, response)
  await Promise.all(
    shellFiles(html).map(async (file) => {
      if (!(await cache.match(file))) await cache.add(file)
    }),
  )
  const keys = await cache.keys()
  await Promise.all(
    keys.slice(0, Math.max(0, keys.length - KEEP)).map((key) => key.url.endsWith(SHELL) || cache.delete(key)),
  )
}

self.addEventListener('install', (event) => {
  event.waitUntil(fetch(SHELL).then((response) => (response.ok ? keepShell(response) : undefined)))
  self.skipWaiting()
})
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('daibiao-deputy-') && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  )
})
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    event.respondWith(
      fetch(request)
        .then((response) => {
          if (response.ok) event.waitUntil(keepShell(response.clone()))
          return response
        })
        .catch(async () => (await caches.match(SHELL)) ?? Response.error()),
    )
  } else if (url.pathname.startsWith('/assets/') || url.pathname === '/boot.js' || url.pathname === '/seal.svg') {
    event.respondWith(
      caches.match(request).then(
        (kept) =>
          kept ??
          fetch(request).then((response) => {
            if (response.ok) {
              const copy = response.clone()
              event.waitUntil(caches.open(CACHE).then((cache) => cache.put(request, copy)))
            }
            return response
          }),
      ),
    )
  }
})
