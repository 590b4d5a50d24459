import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/deputies',
    name: 'deputies',
    component: () => import('./pages/portal/DeputyDirectoryPage.vue'),
    meta: { titleKey: 'deputy.portal.directory.title' },
  },
  {
    path: '/deputies/:id',
    name: 'deputy',
    component: () => import('./pages/portal/DeputyProfilePage.vue'),
    props: true,
    meta: { titleKey: 'deputy.portal.profile.title' },
  },
]
