// Builds wwwroot/icons.svg: the icons of icons.txt and those that views and C# of this repository name.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');
const file = (name) => join(here, 'node_modules/@tabler/icons/icons/outline', `${name}.svg`);
const names = new Set(readFileSync(join(here, 'icons.txt'), 'utf8').split(/\s+/).filter(Boolean));
const wrong = [...names].filter((name) => !existsSync(file(name))).map((name) => `icons.txt : error THEME002: no icon is called '${name}'`);

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (!['bin', 'obj', 'node_modules', 'wwwroot', 'Migrations'].includes(entry.name)) {
        yield* sources(join(folder, entry.name));
      }
    } else if (/\.(cshtml|cs)$/.test(entry.name)) {
      yield join(folder, entry.name);
    }
  }
}

for (const folder of ['src', 'modules', 'themes'].map((name) => join(root, name)).filter(existsSync)) {
  for (const path of sources(folder)) {
    const text = readFileSync(path, 'utf8');
    for (const [, name] of text.matchAll(/<icon name="([a-z0-9-]+)"/g)) {
      if (existsSync(file(name))) {
        names.add(name);
      } else {
        wrong.push(`${path} : error THEME002: no icon is called '${name}'`);
      }
    }
    if (path.endsWith('.cs')) {
      // An icon in C# is a literal among other arguments; a word that happens to be an icon too costs 200 bytes.
      for (const [, name] of text.matchAll(/"([a-z0-9]+(?:-[a-z0-9]+)+|users|user|home|mail|lock|trash|pencil|plus|key|world|tag|tags|clock|search|settings|database|package|ticket|calendar|history|download|upload|send|copy|check|x|bell|phone|file|folder|star|heart|flag|bolt|code|apps|puzzle|webhook|activity|repeat|refresh|link|photo|printer|wallet|coin|cash)"/g)) {
        if (existsSync(file(name))) {
          names.add(name);
        }
      }
    }
  }
}

if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}

const symbols = [...names].sort().map((name) => {
  const body = readFileSync(file(name), 'utf8').replace(/<!--[^]*?-->/g, '').replace(/^[^]*?<svg[^>]*>|<\/svg>[^]*$/g, '');
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${body.replace(/>\s+</g, '><').trim()}</symbol>`;
});
mkdirSync(join(here, 'wwwroot'), { recursive: true });
writeFileSync(join(here, 'wwwroot/icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`);
