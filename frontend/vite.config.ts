import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { doorFallback } from './vite/doorFallback.ts'
import { shakableI18n } from './vite/shakableI18n.ts'

const api = process.env.DAIBIAO_API ?? 'http://127.0.0.1:8080'
const path = (p: string) => fileURLToPath(new URL(p, import.meta.url))

const proxied = Object.fromEntries(
  ['/api', '/openapi', '/problems', '/testing', '/livez', '/readyz'].map((p) => [p, api]),
)

const pages = { portal: path('./index.html'), deputy: path('./deputy.html'), desk: path('./desk.html') }
const door = process.env.DOOR as keyof typeof pages | undefined

export default defineConfig({
  appType: 'mpa',
  plugins: [vue(), shakableI18n(), doorFallback()],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
    __INTLIFY_JIT_COMPILATION__: false,
  },
  resolve: {
    alias: {
      '@': path('./src'),
      // Without the message compiler: texts are plain strings with {names} (src/i18n), so nothing is ever evaluated.
      'vue-i18n': 'vue-i18n/dist/vue-i18n.runtime.mjs',
    },
  },
  server: { proxy: proxied },
  preview: {
    // The policy that the API binary sends: what breaks under it must break here too.
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    },
    proxy: proxied,
  },
  build: {
    target: 'es2022',
    manifest: `.vite/${door ?? 'all'}.json`,
    emptyOutDir: !door,
    copyPublicDir: !door || door === 'portal',
    // An inlined asset would be a data: URL and the polyfill an inline script; both collide with the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One door at a time (scripts/build.mjs); all together only when asked for nothing, as the dev server does.
    rolldownOptions: { input: door ? { [door]: pages[door] } : pages },
  },
})
