import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The gate serves what is built here below /-/sallyport/ (INTERFACE "HTTP"), and every address there that is no file as index.html. */
export default defineConfig({
  base: '/-/sallyport/',
  plugins: [react()],
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    target: 'es2024',
    // Inlined files would need data: in the content security policy.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
  },
});
