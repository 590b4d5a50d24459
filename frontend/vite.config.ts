import { fileURLToPath, URL } from 'node:url'
import VueI18nPlugin from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { doorFallback } from './vite/doorFallback.ts'

const api = process.env.DAIBIAO_API ?? 'http://127.0.0.1:8080'
const path = (p: string) => fileURLToPath(new URL(p, import.meta.url))

const proxied = Object.fromEntries(
  ['/api', '/openapi', '/problems', '/testing', '/livez', '/readyz'].map((p) => [p, api]),
)

export default defineConfig({
  appType: 'mpa',
  plugins: [
    vue(),
    // Messages become functions at build time: no message compiler in the browser, so no eval under the strict CSP.
    VueI18nPlugin({
      include: [path('./src/i18n/*/**')],
      runtimeOnly: true,
      compositionOnly: true,
      dropMessageCompiler: true,
      strictMessage: true,
    }),
    doorFallback(),
  ],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  resolve: { alias: { '@': path('./src') } },
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
    manifest: true,
    // An inlined asset would be a data: URL and the polyfill an inline script; both collide with the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { portal: path('./index.html'), deputy: path('./deputy.html'), desk: path('./desk.html') },
    },
  },
})
