import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/me',
    name: 'me',
    component: () => import('./pages/deputy/MyProfilePage.vue'),
    meta: { titleKey: 'deputy.deputy.me.title', tab: 'profile' },
  },
]
