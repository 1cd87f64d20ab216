// Builds wwwroot/: admin.css, admin.js, select.js, theme.js and the font. Admin.csproj runs it when an input changed.
// `node build.mjs --sizes` prints what each file weighs compressed.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import * as sass from 'sass';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = `${here}wwwroot/`;
const browsers = ['chrome123', 'firefox120', 'safari17.5']; // the first ones with light-dark() and popovers
const limits = { 'admin.css': 60, 'admin.js': 40 }; // kB compressed, design/UI.md section 9

/** Tabler's sources name their variables without a prefix; its published stylesheet and our tuning say `--tblr-`. */
function tabler() {
  const { css } = sass.compile(`${here}assets/tabler.scss`, {
    loadPaths: [`${here}node_modules/@tabler/core/scss`],
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  return css.replace(/(?<![\w-])--(?=[a-z])/g, '--tblr-');
}

/** htmx can run script from attributes (hx-on, js:, event filters in brackets), which allowEval=false refuses; the code for it goes too. */
const withoutEval = {
  name: 'without-eval',
  setup(build) {
    build.onLoad({ filter: /htmx\.esm\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replace('return eval(str)', 'return undefined')
        .replace("new Function('event', code)", '() => {}')
        .replace('Function(conditionalSource)()', '() => true')
        .replace(/Function\((?:'event', )?'return \(' \+ str \+ '\)'\)\.call\(elt(?:, event)?\)/g, 'undefined'),
    }));
  },
};

mkdirSync(out, { recursive: true });

const script = { bundle: true, minify: true, legalComments: 'none', target: browsers, logLevel: 'warning', absWorkingDir: here };
await Promise.all([
  esbuild.build({ ...script, entryPoints: ['assets/js/admin.js'], outfile: 'wwwroot/admin.js', format: 'iife', plugins: [withoutEval] }),
  esbuild.build({ ...script, entryPoints: ['assets/js/select.js'], outfile: 'wwwroot/select.js', format: 'esm' }),
  esbuild.build({ ...script, entryPoints: ['assets/js/theme.js'], outfile: 'wwwroot/theme.js', format: 'iife' }),
  esbuild.build({
    ...script,
    entryPoints: ['assets/css/admin.css'],
    outfile: 'wwwroot/admin.css',
    external: ['*.woff2'],
    plugins: [{
      name: 'tabler',
      setup(build) {
        build.onResolve({ filter: /^tabler$/ }, () => ({ path: 'tabler', namespace: 'tabler' }));
        build.onLoad({ filter: /.*/, namespace: 'tabler' }, () => ({ contents: tabler(), loader: 'css' }));
      },
    }],
  }),
]);

copyFileSync(`${here}node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2`, `${out}inter-latin.woff2`);
copyFileSync(`${here}assets/mark.svg`, `${out}mark.svg`);

for (const [file, limit] of Object.entries(limits)) {
  const size = gzipSync(readFileSync(out + file), { level: 9 }).length;
  if (process.argv.includes('--sizes')) {
    console.log(`${file} ${(size / 1024).toFixed(1)} kB of ${limit}`);
  }
  if (size > limit * 1024) {
    console.error(`build.mjs : error THEME001: ${file} weighs ${(size / 1024).toFixed(1)} kB compressed, more than ${limit}`);
    process.exitCode = 1;
  }
}
