import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { useAddress } from './useAddress'

let adjust: (to: object) => Promise<void>
const List = defineComponent({
  setup() {
    adjust = useAddress().adjust
    return () => h('p', 'list')
  },
})
const Page = () => h('p', 'page')
const unmounts: (() => void)[] = []
afterEach(() => unmounts.splice(0).forEach((unmount) => unmount()))

async function start(load: () => Promise<typeof Page>) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/list', component: List },
      { path: '/page', component: load },
    ],
  })
  await router.push('/list')
  const app = mount(RouterView, { global: { plugins: [router] } })
  unmounts.push(() => app.unmount())
  return router
}

it('a search that fires while a result is being opened does not call one back', async () => {
  let loaded: (page: typeof Page) => void = () => {}
  const router = await start(() => new Promise((resolve) => (loaded = resolve)))
  const leaving = router.push('/page')
  // The guards of the navigation have run, its code is on the way.
  await flushPromises()
  await adjust({ query: { q: '道路' } })
  loaded(Page)
  await leaving
  expect(router.currentRoute.value.fullPath).toBe('/page')
})

it('on the page itself the address follows, also after a page that could not be loaded', async () => {
  const router = await start(() => Promise.reject(new Error('offline')))
  await adjust({ query: { q: '道路' } })
  expect(router.currentRoute.value.query).toEqual({ q: '道路' })
  await expect(router.push('/page')).rejects.toThrow('offline')
  await adjust({ query: { q: '桥梁' } })
  expect(router.currentRoute.value.query).toEqual({ q: '桥梁' })
})
