import type { Connect, Plugin } from 'vite'

/** Sends a page address to the html entry of its door, as the API binary does in production. */
export function doorFallback(): Plugin {
  const rewrite: Connect.NextHandleFunction = (req, _res, next) => {
    const url = (req.url ?? '/').split('?')[0] ?? '/'
    const wantsPage = (req.headers.accept ?? '').includes('text/html')
    if (wantsPage && !/^\/(api|openapi|problems|docs|testing|livez|readyz)(\/|$)/.test(url)) {
      if (/^\/desk(\/|$)/.test(url)) req.url = '/desk.html'
      else if (/^\/d(\/|$)/.test(url)) req.url = '/deputy.html'
      else if (!url.includes('.')) req.url = '/index.html'
    }
    next()
  }
  return {
    name: 'door-fallback',
    configureServer: (server) => void server.middlewares.use(rewrite),
    configurePreviewServer: (server) => void server.middlewares.use(rewrite),
  }
}
