// What changes by itself asks for itself: <… data-poll="url"> is replaced by the answer, at most once a second and only
// while the page is seen, at once when it is seen again; an answer without data-poll ends it. The badge in the top bar,
// the bell and operation cards work so.
import { htmx, onLoad, refreshLists } from './core.js';

const least = 1000;
const polled = '[data-poll]:not([data-poll=""])'; // Razor writes data attributes even for null

function follow(element) {
  const every = Number(element.dataset.pollEvery ?? 0);
  const gone = new AbortController();
  let timer;
  let asks = false;
  const ask = () => {
    clearTimeout(timer);
    if (!element.isConnected) {
      gone.abort();
      return;
    }
    if (document.hidden || asks) {
      return;
    }
    asks = true;
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
        asks = false;
        if (element.isConnected && !document.hidden) {
          timer = setTimeout(ask, Math.max(5 * least, every)); // nothing new, or the request failed: the element is still the old one
        }
      });
  };
  timer = setTimeout(ask, Math.max(least, every));
  document.addEventListener('visibilitychange', ask, { signal: gone.signal }); // hidden, it stops the clock
  element.addEventListener('htmx:beforeCleanupElement', () => {
    clearTimeout(timer);
    gone.abort();
  }, { once: true });
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
