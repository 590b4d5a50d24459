import type { Page } from '@playwright/test'

export type Door = '' | 'd' | 'desk'

/** One page of a door, as its own router knows it. */
export interface Route {
  path: string
  open: boolean
  capability: string[]
}

interface App {
  config: {
    globalProperties: {
      $router: {
        getRoutes(): { path: string; meta: { open?: boolean; capability?: string | string[] } }[]
        currentRoute: { value: { matched: { path: string }[] } }
        resolve(to: string): { matched: { path: string }[] }
        options: { history: { base: string } }
        push(to: string): Promise<unknown>
      }
      $pinia?: { state: { value: { session?: { me?: { capabilities: string[] } } } } }
    }
  }
}

/** The running page's own table of routes: a new page is walked without being written down here. */
export function routesOf(page: Page): Promise<Route[]> {
  return page.evaluate(() => {
    const app = (document.querySelector('#app') as unknown as { __vue_app__: App }).__vue_app__
    return app.config.globalProperties.$router.getRoutes().map(({ path, meta }) => ({
      path,
      open: meta.open === true,
      capability: meta.capability ? [meta.capability].flat() : [],
    }))
  })
}

/** What the signed-in person may do, as the page knows it. */
export function capabilitiesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const app = (document.querySelector('#app') as unknown as { __vue_app__: App }).__vue_app__
    return app.config.globalProperties.$pinia?.state.value.session?.me?.capabilities ?? []
  })
}

/** Addresses on the page, each with the route that it leads to: how pages with an id in their address are found. */
export function linksOf(page: Page): Promise<{ route: string; to: string }[]> {
  return page.evaluate(() => {
    const app = (document.querySelector('#app') as unknown as { __vue_app__: App }).__vue_app__
    const router = app.config.globalProperties.$router
    const base = router.options.history.base
    return [...document.querySelectorAll<HTMLAnchorElement>('#main a[href]')]
      .map((link) => new URL(link.href))
      .filter((url) => url.origin === location.origin && url.pathname.startsWith(`${base}/`))
      .map((url) => {
        const to = url.pathname.slice(base.length) || '/'
        return { route: router.resolve(to).matched.at(-1)?.path ?? '', to: to + url.search }
      })
  })
}

/** Goes to another page of the open door as a link does, without loading everything anew. */
export function follow(page: Page, to: string): Promise<void> {
  return page.evaluate(async (to) => {
    const app = (document.querySelector('#app') as unknown as { __vue_app__: App }).__vue_app__
    await app.config.globalProperties.$router.push(to)
    // Drawn, and asked for what it shows.
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))
  }, to)
}

/** The route that is shown now. */
export function routeHere(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const app = (document.querySelector('#app') as unknown as { __vue_app__: App }).__vue_app__
    return app.config.globalProperties.$router.currentRoute.value.matched.at(-1)?.path
  })
}
