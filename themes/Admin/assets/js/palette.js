// Ctrl+K: search, go to, act. Without words it lists the menu; with words, what the server finds.
import { fold, on } from './core.js';

const dialog = document.getElementById('palette');
const input = dialog?.querySelector('input');
const results = dialog?.querySelector('[data-part=results]');
const places = dialog?.querySelector('[data-part=places]');
const recent = dialog?.querySelector('[data-part=recent]');

const options = () => [...dialog.querySelectorAll('.opt')].filter((option) => option.checkVisibility());

function point(option) {
  dialog.querySelector('.opt.on')?.classList.remove('on');
  dialog.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
  if (option) {
    option.id ||= `opt-${Math.random().toString(36).slice(2)}`;
    option.classList.add('on');
    option.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  } else {
    input.removeAttribute('aria-activedescendant');
  }
}

/** Marks the typed words where they begin a word, whatever the accents. */
function mark() {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  for (const name of results.querySelectorAll('[data-name]')) {
    const text = name.textContent;
    const folded = [...text].map((c) => fold(c)[0] ?? c).join('');
    const spans = words.map((word) => folded.indexOf(word)).map((at, i) => [at, at + words[i].length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0]);
    name.replaceChildren();
    let end = 0;
    for (const [from, to] of spans) {
      if (from >= end) {
        const hit = document.createElement('mark');
        hit.textContent = text.slice(from, to);
        name.append(text.slice(end, from), hit);
        end = to;
      }
    }
    name.append(text.slice(end));
  }
}

function filterPlaces() {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  for (const part of [recent, places]) {
    let any = false;
    for (const option of part.querySelectorAll('.opt')) {
      option.hidden = !words.every((word) => fold(option.textContent).includes(word));
      any ||= !option.hidden;
    }
    part.hidden = !any;
  }
}

// ---- the last records that this person opened in this tenant; forgotten at sign-out
const kept = 6;
const memory = () => `recent ${recent.dataset.who}`;
const remembered = () => {
  try {
    return JSON.parse(localStorage.getItem(memory()) ?? '[]');
  } catch {
    return []; // storage that is full, off or not ours
  }
};

function keep(records) {
  try {
    localStorage.setItem(memory(), JSON.stringify(records.slice(0, kept + 1)));
  } catch {
    // Without storage there is nothing recent.
  }
}

function remember() {
  if (document.querySelector('[data-gone=true]')) {
    keep(remembered().filter(({ href }) => location.pathname !== href && !location.pathname.startsWith(`${href}/`))); // erased since
  }
  const record = document.querySelector('[data-recent]');
  if (record) {
    // A record has its page and tabs; the page is the address that all of them begin with. One comes back to the tab one left.
    const own = { href: record.dataset.recentHref, name: record.dataset.recent, tab: document.querySelector('.cs-tabs a[aria-current]')?.pathname };
    keep([own, ...remembered().filter((other) => other.href !== own.href)]);
  }
}

function drawRecent() {
  recent.querySelectorAll('.opt').forEach((option) => option.remove());
  const template = recent.querySelector('template').content.firstElementChild;
  const here = document.querySelector('[data-recent]')?.dataset.recentHref;
  for (const { href, name, tab } of remembered().filter((other) => other.href !== here).slice(0, kept)) {
    const option = template.cloneNode(true);
    option.href = tab ?? href;
    option.querySelector('.grow').textContent = name;
    recent.append(option);
  }
}

export function openPalette() {
  if (!dialog || dialog.open) {
    return false;
  }
  document.querySelectorAll(':popover-open:not(#toasts)').forEach((popover) => popover.hidePopover());
  drawRecent();
  filterPlaces();
  dialog.showModal();
  input.select();
  point(options()[0]);
  return true;
}

if (dialog) {
  remember();
  on('submit', 'form[action$="/sign-out"]', () => localStorage.removeItem(memory()));
  on('click', '[data-palette]', openPalette);
  input.addEventListener('input', () => {
    filterPlaces();
    if (input.value.trim() === '') {
      results.replaceChildren();
    }
    point(options()[0]);
  });
  document.addEventListener('htmx:afterSwap', ({ detail }) => {
    if (detail.target === results) {
      if (input.value.trim() === '') {
        results.replaceChildren(); // the answer to words that are gone
      }
      mark();
      point(options()[0]);
    }
  });
  dialog.addEventListener('keydown', (event) => {
    const all = options();
    const at = all.findIndex((option) => option.classList.contains('on'));
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      point(all.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % all.length));
    } else if (event.key === 'Escape') {
      event.preventDefault(); // a search field would only empty itself
      dialog.close();
    } else if (event.key === 'Enter' && all[at]) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) {
        open(all[at].href, '_blank', 'noopener');
      } else {
        dialog.close();
        all[at].click();
      }
    }
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
}
