import type { RouteRecordRaw } from 'vue-router'

/** Account pages, the same on the deputies' and the staff's door. */
export const accountRoutes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./pages/SignInPage.vue'),
    meta: { titleKey: 'account.sign_in.title', open: true },
  },
  {
    path: '/reset',
    name: 'reset',
    component: () => import('./pages/ResetPasswordPage.vue'),
    meta: { titleKey: 'account.reset.title', open: true },
  },
  {
    path: '/account/sessions',
    name: 'sessions',
    component: () => import('./pages/SessionsPage.vue'),
    meta: { titleKey: 'account.sessions.title', tab: 'profile' },
  },
  {
    path: '/account/password',
    name: 'password',
    component: () => import('./pages/ChangePasswordPage.vue'),
    meta: { titleKey: 'account.password.title', tab: 'profile' },
  },
  {
    path: '/forbidden',
    name: 'forbidden',
    component: () => import('./pages/ForbiddenPage.vue'),
    meta: { titleKey: 'common.error.forbidden' },
  },
]
