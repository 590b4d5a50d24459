import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/me',
    name: 'me',
    component: () => import('./pages/deputy/MyProfilePage.vue'),
    meta: { titleKey: 'deputy.deputy.me.title', tab: 'profile' },
  },
  {
    path: '/me/contact',
    name: 'my-contact',
    component: () => import('./pages/deputy/MyContactPage.vue'),
    meta: { titleKey: 'deputy.deputy.contact.title', tab: 'profile' },
  },
]
