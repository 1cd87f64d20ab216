// What every module of the script uses: texts, delegated events, requests, menus' positions.
import htmx from 'htmx.org/dist/htmx.esm.js';

window.htmx = htmx; // modules' own scripts

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
const texts = JSON.parse(meta('cs-texts') || '{}');
const lang = document.documentElement.lang || 'pt-BR';
const numbers = new Intl.NumberFormat(lang);

export { htmx, meta };
export const prefix = meta('cs-prefix');
export const number = (n) => numbers.format(n);

/** The text of a key with {0}, {1}... filled in. */
export const t = (key, ...values) => (texts[key] ?? key).replace(/\{(\d)\}/g, (_, i) => values[i] ?? '');

/** The plural of a key for a count, which is {0}. */
export const plural = (key, count, ...more) => t(`${key}.${count === 1 ? 'one' : 'other'}`, number(count), ...more);

/** Lower case without accents: how searching compares. */
export const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Calls `act(event, element)` for an event on anything that matches, now or later. */
export function on(type, selector, act, options) {
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest(selector) : null;
    if (element) {
      act(event, element);
    }
  }, options);
}

/** Calls `act(root)` for the page and for every fragment that htmx puts in. */
export function onLoad(act) {
  act(document);
  document.addEventListener('htmx:load', (event) => event.detail.elt !== document.body && act(event.detail.elt));
}

/** True while keys belong to a field. */
export const isTyping = (target) => target instanceof Element && !!target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], .ts-wrapper');

/** POST whose answer acts through HX-Trigger, HX-Redirect or HX-Refresh; nothing is swapped in. */
export const post = (url, values = {}, source = document.body) =>
  htmx.ajax('POST', url, { values, source, target: document.body, swap: 'none' });

export const isOpen = (element) => !!element && (element.matches(':popover-open') || (element instanceof HTMLDialogElement && element.open));

/** Puts a popover beside its anchor, inside the window. Positions go through CSSOM, which the content policy allows. */
export function place(popover, anchor, at) {
  const box = at ? { left: at.x, right: at.x, top: at.y, bottom: at.y } : anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const atEnd = popover.dataset.align === 'end' || box.left + width > innerWidth - 8;
  const left = atEnd ? box.right - width : box.left;
  const isBelow = box.bottom + 4 + height <= innerHeight - 8 || box.top - height - 4 < 8;
  popover.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  popover.style.top = `${Math.max(8, isBelow ? Math.min(box.bottom + 4, innerHeight - height - 8) : box.top - height - 4)}px`;
}

/** Asks for the page's lists anew; they keep scroll, selection and focus. What is being typed into the search comes first: its own
 * answer is newer than this one, which would put the field back. */
export function refreshLists(id) {
  const said = new URLSearchParams(location.search).get('q') ?? '';
  for (const list of document.querySelectorAll(id ? `#list-${CSS.escape(id)}` : '.cs-list[id]')) {
    const giveWay = ({ detail }) => {
      const field = list.querySelector('.cs-filter [name=q]');
      if (detail.requestConfig?.elt === list && field && field.value.trim() !== said) {
        detail.shouldSwap = false;
      }
    };
    list.addEventListener('htmx:beforeSwap', giveWay);
    htmx.ajax('GET', location.pathname + location.search, { source: list, target: list, swap: 'outerHTML show:none', select: `#${list.id}` })
      .finally(() => list.removeEventListener('htmx:beforeSwap', giveWay));
  }
}
