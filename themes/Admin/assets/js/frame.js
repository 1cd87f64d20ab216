// The frame: side menu, width, theme, language, keys.
import { isTyping, meta, on } from './core.js';
import { closePanel, panelIsOpen } from './dialogs.js';
import { listKey } from './list.js';
import { openPalette } from './palette.js';

const app = document.querySelector('.cs-app');
const root = document.documentElement;
const isNarrow = () => matchMedia('(max-width: 991.98px)').matches;

/** The forms of this frame say where its preferences are kept. */
function remember(name, value) {
  return fetch(document.querySelector('form[data-pref]').action, {
    method: 'POST',
    headers: { 'HX-Request': 'true', RequestVerificationToken: meta('request-token') },
    body: new URLSearchParams({ [name]: value }),
    keepalive: true,
  });
}

// ---- preferences: forms that work by themselves; here without a reload
const effects = {
  menuHidden(value, button) {
    if (isNarrow()) {
      drawer(!app.classList.contains('menu-open'));
      return false;
    }
    const hidden = value === 'true';
    app.classList.toggle('menu-hidden', hidden);
    button.setAttribute('aria-expanded', !hidden);
    flip(button, hidden);
    return true;
  },
  fullWidth(value, button) {
    app.classList.toggle('full-width', value === 'true');
    button.setAttribute('aria-pressed', value);
    flip(button, value === 'true');
    return true;
  },
  theme(value, button) {
    root.dataset.theme = value;
    window.csTheme?.();
    for (const other of button.form.querySelectorAll('[role=menuitemradio]')) {
      other.setAttribute('aria-checked', other === button);
    }
    return true;
  },
  keysOff(value, button) {
    document.body.classList.toggle('keys-off', value === 'true');
    button.setAttribute('aria-checked', value !== 'true');
    button.value = value === 'true' ? 'false' : 'true';
    return true;
  },
};

/** The button now offers the opposite, with the words for it. */
function flip(button, isOn) {
  button.value = isOn ? 'false' : 'true';
  button.setAttribute('aria-label', isOn ? button.dataset.labelOn : button.dataset.labelOff);
  button.title = button.getAttribute('aria-label');
}

on('submit', 'form[data-pref]', async (event) => {
  event.preventDefault();
  const button = event.submitter;
  const { name, value } = button;
  const effect = effects[name];
  if (!effect) {
    await remember(name, value);
    location.reload(); // the language: every word comes from the server
  } else if (effect(value, button)) {
    remember(name, value);
  }
});

// ---- drawer on narrow screens
const side = document.querySelector('.cs-side');

/** On narrow screens the button speaks of the drawer, not of the menu that is remembered for wide ones. */
function sayDrawer(isOpen) {
  const button = document.querySelector('[name=menuHidden]');
  button?.setAttribute('aria-expanded', isOpen);
  button?.setAttribute('aria-label', isOpen ? button.dataset.labelOff : button.dataset.labelOn);
  button?.setAttribute('title', button.getAttribute('aria-label'));
}

function drawer(isOpen) {
  app.classList.toggle('menu-open', isOpen);
  sayDrawer(isOpen);
  if (isOpen) {
    side.querySelector('a, button')?.focus();
  } else if (side.contains(document.activeElement)) {
    document.querySelector('[name=menuHidden]')?.focus();
  }
}
on('click', '.cs-veil', () => drawer(false));
if (app && isNarrow()) {
  sayDrawer(false);
}

// ---- keys
let afterG = 0;
const keysAreOff = () => document.body.classList.contains('keys-off');

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) {
    return;
  }

  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && key === 'k') {
    if (openPalette()) {
      event.preventDefault();
    }
    return;
  }
  if ((event.ctrlKey || event.metaKey) && key === 'enter') {
    const form = document.activeElement?.closest('form.cs-form') ?? document.querySelector('dialog[open] form.cs-form') ?? document.querySelector('form.cs-form');
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (document.querySelector('dialog[open]') || document.querySelector('.menu:popover-open')) {
    return;
  }
  if (key === 'escape') {
    if (app?.classList.contains('menu-open')) {
      drawer(false);
    } else if (panelIsOpen()) {
      closePanel();
    } else if (isTyping(event.target)) {
      event.target.blur();
    } else {
      listKey(event);
    }
    return;
  }
  if (isTyping(event.target)) {
    return;
  }
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (keysAreOff() && isPlain && event.key.length === 1 && event.key !== ' ') {
    return;
  }
  if (isPlain && frameKey(key) || listKey(event)) {
    event.preventDefault();
  }
});

function frameKey(key) {
  if (Date.now() - afterG < 1500) {
    afterG = 0;
    const link = side?.querySelector(`a[data-go="${CSS.escape(key.toUpperCase())}"]`);
    link?.click();
    return !!link;
  }
  if (key === 'g') {
    afterG = Date.now();
    return true;
  }
  if (key === '?') {
    document.getElementById('keys')?.showModal();
    return true;
  }
  if (key === '[') {
    document.querySelector('[name=menuHidden]')?.click();
    return true;
  }
  if (/^[1-9]$/.test(key)) {
    const tab = document.querySelectorAll('.cs-tabs a')[key - 1];
    tab?.click();
    return !!tab;
  }
  if (!document.querySelector('.cs-list[id]')) {
    // On a record: the next and previous one, and its actions.
    const target = document.querySelector(key === 'j' ? 'a[rel=next]' : key === 'k' ? 'a[rel=prev]' : `.rec [data-key="${CSS.escape(key.toUpperCase())}"]`);
    target?.click();
    return !!target;
  }
  return false;
}

// ---- tabs: what does not fit goes to "Mais"; on phones the strip scrolls
function fit(strip) {
  const more = strip.querySelector('.cs-more');
  const menu = more && document.getElementById(more.getAttribute('popovertarget'));
  if (!menu) {
    return;
  }
  const tabs = [...strip.querySelectorAll('ul > li')];
  tabs.forEach((tab) => (tab.hidden = false));
  more.hidden = true;
  if (matchMedia('(max-width: 767.98px)').matches) {
    strip.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    return;
  }
  const room = strip.clientWidth;
  if (strip.querySelector('ul').scrollWidth <= room) {
    return;
  }
  more.hidden = false;
  const limit = strip.getBoundingClientRect().left + room - more.offsetWidth;
  const out = tabs.filter((tab) => tab.getBoundingClientRect().right > limit && !tab.querySelector('[aria-current]'));
  out.forEach((tab) => (tab.hidden = true));
  menu.replaceChildren(...out.map((tab) => {
    const link = tab.querySelector('a').cloneNode(true);
    link.setAttribute('role', 'menuitem');
    return link;
  }));
}
const strips = [...document.querySelectorAll('.cs-tabs')];
strips.forEach((strip) => new ResizeObserver(() => fit(strip)).observe(strip));
