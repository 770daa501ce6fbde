import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { houses } from './scripts/rooms/houses.mjs';
import { order } from './scripts/rooms/rule.mjs';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/dist-types/',
      '.sandbox*/',
      'templates/*/skeletons/',
      '.cache/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-require-imports': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'max-lines': ['error', { max: 300 }],
    },
  },
  {
    files: ['plugins/private-ai/**/*.{ts,tsx}', 'packages/app/**/*.{ts,tsx}'],
    languageOptions: { globals: { ...globals.browser } },
    plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.configs.recommended.rules,
      'no-console': 'error',
    },
  },
  // Each room knows only those below it.
  {
    files: houses.map(({ root }) => `${root}/**/*.{ts,tsx}`),
    plugins: { rooms: { rules: { order } } },
    rules: { 'rooms/order': 'error' },
  },
  // The plugins never know the sandbox; the browser never knows the backend.
  {
    files: ['plugins/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['@private-ai/sandbox*', '**/packages/**'] }],
    },
  },
  {
    files: ['plugins/private-ai/**/*.{ts,tsx}', 'plugins/private-ai-common/src/**/*.ts'],
    ignores: ['**/*.test.*'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['@private-ai/plugin-private-ai-backend*', 'node:*'] },
      ],
    },
  },
);
