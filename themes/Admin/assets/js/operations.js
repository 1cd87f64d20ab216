// What changes by itself asks for itself: <… data-poll="url"> is replaced by the answer, at most once a second and only
// while the page is seen; an answer without data-poll ends it. The badge in the top bar and operation cards work so.
import { htmx, onLoad, refreshLists } from './core.js';

const least = 1000;
const polled = '[data-poll]:not([data-poll=""])'; // Razor writes data attributes even for null

function follow(element) {
  const every = Number(element.dataset.pollEvery ?? 0);
  let timer;
  const ask = () => {
    if (!element.isConnected) {
      return;
    }
    if (document.hidden) {
      document.addEventListener('visibilitychange', ask, { once: true });
      return;
    }
    const hadFocus = element.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    const expanded = element.getAttribute('aria-expanded');
    htmx.ajax('GET', element.dataset.poll, { source: element, target: element, swap: 'outerHTML show:none' })
      .then(() => {
        if (expanded && element.id) {
          document.getElementById(element.id)?.setAttribute('aria-expanded', expanded);
        }
        if (hadFocus) {
          document.querySelector(`[data-action="${CSS.escape(hadFocus)}"]`)?.focus();
        }
      })
      .catch(() => {})
      .finally(() => {
        if (element.isConnected) {
          timer = setTimeout(ask, Math.max(5 * least, every)); // nothing new, or the request failed: the element is still the old one
        }
      });
  };
  timer = setTimeout(ask, Math.max(least, every));
  element.addEventListener('htmx:beforeCleanupElement', () => clearTimeout(timer), { once: true });
}

onLoad((root) => {
  if (root.matches?.(polled)) {
    follow(root);
  }
  root.querySelectorAll?.(polled).forEach(follow);
});

// A request that started an operation says so: HX-Trigger: {"operations-changed":true}
document.addEventListener('operations-changed', () => {
  const badge = document.getElementById('operations');
  if (badge && !badge.dataset.poll) {
    htmx.ajax('GET', badge.dataset.url, { source: badge, target: badge, swap: 'outerHTML show:none' });
  }
});

// What an operation did is seen when it ends.
const isBusy = () => !!document.getElementById('operations')?.dataset.poll;
let wasBusy = isBusy();
document.addEventListener('htmx:afterSettle', () => {
  const ended = wasBusy && !isBusy();
  wasBusy = isBusy();
  if (ended) {
    refreshLists();
  }
});
