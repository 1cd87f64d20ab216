// In <head>, before paint: "system" becomes light or dark, because Tabler's variables ask for one of them.
const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');

function apply() {
  const theme = root.dataset.theme ?? 'system';
  root.dataset.bsTheme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
}

apply();
dark.addEventListener('change', apply);
window.csTheme = apply;
