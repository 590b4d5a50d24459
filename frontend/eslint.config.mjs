import globals from 'globals'
import prettier from 'eslint-config-prettier'
import pluginVue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import tseslint from 'typescript-eslint'

// Doors do not know each other, and a feature does not reach into another feature's pages.
const doors = ['portal', 'deputy', 'desk']

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'src/api/gen/**', 'public/**', 'test-results/**', 'playwright-report/**'] },
  ...tseslint.configs.recommended,
  ...pluginVue.configs['flat/recommended'],
  ...a11y.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] },
    },
    rules: {
      'no-console': ['error', { allow: ['error'] }],
      'no-eval': 'error',
      'no-restricted-globals': [
        'error',
        {
          name: 'sessionStorage',
          message: 'No tokens or drafts in web storage: preferences go through ui/preferences.ts, drafts to IndexedDB.',
        },
        { name: 'localStorage', message: 'Preferences go through ui/preferences.ts; nothing else is stored here.' },
        {
          name: 'fetch',
          message: 'Use the generated client or authFetch: they carry the token, the request id and the language.',
        },
      ],
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': ['error', { allowBinding: false }],
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      // Labels are tied by FormField through for/id, which the rule cannot see across components.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/form-control-has-label': 'off',
      'vuejs-accessibility/no-autofocus': 'off',
      'vuejs-accessibility/heading-has-content': ['error', { accessibleChildren: ['SearchMark', 'slot'] }],
      'vuejs-accessibility/anchor-has-content': ['error', { accessibleChildren: ['SearchMark', 'slot'] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  ...doors.map((door) => ({
    files: [`src/doors/${door}/**`, `src/features/*/pages/${door}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...doors.filter((d) => d !== door).map((d) => ({ group: [`@/doors/${d}/*`, `**/pages/${d}/*`] })),
            ...(door === 'desk' ? [] : [{ group: ['element-plus*'], message: 'Element Plus is for the desk only.' }]),
          ],
        },
      ],
    },
  })),
  {
    files: ['scripts/**', '*.{mjs,ts}', 'vite/**', 'e2e/**', '**/*.test.ts'],
    languageOptions: { globals: { ...globals.node } },
    rules: { 'no-console': 'off', 'no-restricted-globals': 'off' },
  },
  prettier,
)
