import { defineConfig } from 'rolldown';

/** One file, since it is downloaded in every pipeline. Functions keep their names, so that a stack trace says where. */
export default defineConfig({
  input: { main: 'src/index.ts' },
  platform: 'node',
  output: {
    dir: 'dist',
    entryFileNames: '[name].js',
    cleanDir: true,
    codeSplitting: false,
    minify: { compress: true, mangle: { toplevel: false }, codegen: true },
  },
});
