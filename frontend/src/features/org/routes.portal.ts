import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/speak-up',
    name: 'speak-up',
    component: () => import('./pages/portal/SpeakUpPage.vue'),
    meta: { titleKey: 'org.portal.speak_up.title' },
  },
  {
    path: '/accessibility',
    name: 'accessibility',
    component: () => import('./pages/portal/AccessibilityPage.vue'),
    meta: { titleKey: 'site.portal.nav.accessibility' },
  },
]
