import type { RouteRecordRaw } from 'vue-router'

/** Every feature's `routes.portal.ts` adds its pages by itself. */
const features = import.meta.glob<{ routes: RouteRecordRaw[] }>('../../features/*/routes.portal.ts', { eager: true })

export const routes: RouteRecordRaw[] = [
  ...Object.values(features).flatMap((feature) => feature.routes),
  {
    path: '/:rest(.*)*',
    name: 'not-found',
    component: () => import('../NotFoundPage.vue'),
    meta: { titleKey: 'common.error.not_found' },
  },
]
