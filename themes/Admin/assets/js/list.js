// The list pattern: selection with ranges, bulk bar, cursor row, row menu. Filters, sort and pages are links and a form
// that work without this file.
import { htmx, isTyping, meta, number, on, onLoad, plural, post, refreshLists, t } from './core.js';
import { ask, questionOf } from './confirm.js';
import { openAt } from './menus.js';
import { openPanel, panelIsOpen } from './dialogs.js';

/** By list id: chosen ids, "all matching" but those unticked, the row a range starts from, the query they belong to, the cursor row. */
const states = new Map();

const rowsOf = (list) => [...list.querySelectorAll('tbody > tr[data-id]')];
const bodyOf = (list) => list.querySelector('.cs-body');
const boxOf = (row) => row.querySelector('.c1 input');
const listOf = (element) => element?.closest('.cs-list[id]') ?? document.querySelector('.cs-list[id]');

function stateOf(list) {
  const query = bodyOf(list).dataset.query;
  let state = states.get(list.id);
  if (!state || state.query !== query) {
    // Another search or filter: what was chosen may be out of sight, so it is let go.
    state = { ids: new Set(), all: false, except: new Set(), anchor: null, query, cursor: null };
    states.set(list.id, state);
  }
  return state;
}

// ---- selection
const isChosen = (state, id) => (state.all ? !state.except.has(id) : state.ids.has(id));

function draw(list) {
  const state = stateOf(list);
  const rows = rowsOf(list);
  for (const row of rows) {
    const box = boxOf(row);
    if (box) {
      const isOn = isChosen(state, row.dataset.id);
      box.checked = isOn;
      row.classList.toggle('is-on', isOn);
      row.setAttribute('aria-selected', isOn);
    }
    row.classList.toggle('is-cursor', row.dataset.id === state.cursor);
  }

  const head = list.querySelector('thead .c1 input');
  const onPage = rows.filter((row) => row.classList.contains('is-on')).length;
  if (head) {
    head.checked = onPage > 0 && onPage === rows.length;
    head.indeterminate = onPage > 0 && onPage < rows.length;
  }

  const bar = list.querySelector('.cs-bulk');
  if (bar) {
    const { total, capped } = bodyOf(list).dataset;
    const isCapped = capped && state.all;
    const count = state.all ? Number(total) - (isCapped ? 0 : state.except.size) : state.ids.size;
    const chosen = isCapped ? t('list.selected.capped', `${number(count)}+`) : plural('list.selected', count);
    const text = isCapped && state.except.size > 0 ? t('list.selected.except', chosen, number(state.except.size)) : chosen;
    const label = bar.querySelector('strong');
    if (label.textContent !== text) {
      label.textContent = text;
    }
    bar.hidden = count <= 0;
    bar.querySelectorAll('[data-rows]').forEach((button) => (button.hidden = button.dataset.rows !== '' && (state.all || count !== Number(button.dataset.rows))));
    bar.querySelectorAll('[data-select-all]').forEach((button) => (button.hidden = (state.all && state.except.size === 0) || rows.length >= Number(total)));
  }
}

function choose(list, rows, isOn) {
  const state = stateOf(list);
  const kept = state.all ? state.except : state.ids;
  rows.forEach((row) => (isOn === state.all ? kept.delete(row.dataset.id) : kept.add(row.dataset.id)));
  draw(list);
}

function clear(list) {
  const state = stateOf(list);
  state.ids.clear();
  state.except.clear();
  state.all = false;
  draw(list);
}

function toggle(list, row, isRange) {
  const state = stateOf(list);
  const rows = rowsOf(list);
  const isOn = !isChosen(state, row.dataset.id);
  const from = rows.findIndex((r) => r.dataset.id === state.anchor);
  const to = rows.indexOf(row);
  choose(list, isRange && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [row], isRange && from >= 0 ? true : isOn);
  state.anchor = row.dataset.id;
}

on('click', '.cs-list .cs-table tbody .c1 input', (event, box) => {
  event.stopPropagation();
  toggle(listOf(box), box.closest('tr'), event.shiftKey);
});
on('change', '.cs-list .cs-table thead .c1 input', (_, box) => choose(listOf(box), rowsOf(listOf(box)), box.checked));
on('click', '[data-select-all]', (_, button) => {
  const list = listOf(button);
  const state = stateOf(list);
  state.all = true;
  state.ids.clear();
  state.except.clear();
  draw(list);
});
on('click', '[data-select-none]', (_, button) => clear(listOf(button)));

// On phones the avatar is the checkbox.
on('click', '.cs-table tbody .avatar', (event, avatar) => {
  const row = avatar.closest('tr[data-id]');
  if (row && boxOf(row) && matchMedia('(max-width: 767.98px)').matches) {
    event.preventDefault();
    toggle(listOf(row), row, false);
  }
});

on('click', '.cs-bulk [data-bulk]', async (_, button) => {
  const list = listOf(button);
  const state = stateOf(list);
  const count = list.querySelector('.cs-bulk strong').textContent;
  // In the body: thousands of ids fit into no address.
  const values = state.all ? { all: 'true', except: [...state.except].join(',') } : { ids: [...state.ids].join(',') };
  const url = button.dataset.bulk + (state.all && state.query ? (button.dataset.bulk.includes('?') ? '&' : '?') + state.query : '');
  if (button.dataset.method === 'get') {
    download(url, values);
  } else if (button.dataset.method === 'dialog') {
    asked = list.id;
    htmx.ajax('POST', url, { values, target: '#dialog', swap: 'innerHTML show:none', source: list });
  } else if (!button.dataset.confirm || await ask({ ...questionOf(button), question: button.dataset.confirm.replace('{0}', count) })) {
    await post(url, { action: button.value, ...values });
    clear(list);
    refreshLists(list.id.slice(5));
  }
});

// What was done with them lets the chosen rows go; a dialog about one row does not.
let asked = null;
document.addEventListener('htmx:afterRequest', ({ detail }) => detail.xhr?.status === 204 && detail.target?.id === 'dialog' && states.delete(asked));
document.getElementById('dialog')?.addEventListener('close', () => (asked = null));

function download(url, values) {
  const form = Object.assign(document.createElement('form'), { method: 'post', action: url, hidden: true });
  form.dataset.download = '';
  for (const [name, value] of Object.entries({ ...values, __RequestVerificationToken: meta('request-token') })) {
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

// A link to "#all" arrives with every row that matches chosen: bulk actions on what the address narrows to.
if (location.hash === '#all') {
  document.querySelector('.cs-bulk [data-select-all]')?.click();
}

// ---- cursor row
function moveTo(list, row, withFocus = true) {
  stateOf(list).cursor = row.dataset.id;
  draw(list);
  row.scrollIntoView({ block: 'nearest' });
  if (withFocus) {
    (row.querySelector('a.name') ?? boxOf(row) ?? row.querySelector('.row-more'))?.focus({ preventScroll: true });
  }
  if (panelIsOpen() && row.dataset.peek) {
    openPanel(row.dataset.peek, row.querySelector('a.name'));
  }
}

const cursorOf = (list) => rowsOf(list).find((row) => row.dataset.id === stateOf(list).cursor);
on('click', '.cs-table tbody tr[data-id]', (event, row) => {
  if (!event.target.closest('a, button, input, label')) {
    moveTo(listOf(row), row, false);
  }
});
on('focusin', '.cs-table tbody tr[data-id]', (_, row) => {
  const list = listOf(row);
  if (stateOf(list).cursor !== row.dataset.id) {
    stateOf(list).cursor = row.dataset.id;
    draw(list);
  }
});

// ---- row actions
async function run(action) {
  if (action.dataset.method === 'post') {
    if (!action.dataset.confirm || await ask(questionOf(action))) {
      const list = listOf(action);
      await post(action.dataset.href);
      refreshLists(list?.id.slice(5));
    }
  } else {
    action.click();
  }
}

on('click', '[data-method=post][data-href]', (event, action) => {
  event.preventDefault();
  run(action);
});

/** The menu says with words and keys what the row's tools show as icons. */
function openMenu(row, anchor, point) {
  const menu = document.getElementById('row-menu');
  const tools = [...row.querySelectorAll('.row-tools > :is(a, button), .row-extra > :is(a, button)')];
  if (tools.length === 0) {
    return;
  }
  menu.setAttribute('aria-label', anchor.getAttribute('aria-label'));
  menu.replaceChildren(...tools.flatMap((tool) => {
    const item = document.createElement('button');
    item.type = 'button';
    item.setAttribute('role', 'menuitem');
    item.className = tool.classList.contains('bad') ? 'bad' : '';
    item.append(tool.querySelector('.icon').cloneNode(true), tool.dataset.tip);
    if (tool.dataset.key) {
      item.dataset.key = tool.dataset.key;
      const key = document.createElement('kbd');
      key.textContent = tool.dataset.key;
      item.append(key);
    }
    item.addEventListener('click', () => run(tool));
    const needsLine = tool.classList.contains('bad') && tools.length > 1;
    return needsLine ? [document.createElement('hr'), item] : [item];
  }));
  openAt(menu, anchor, point);
}

on('click', '.row-more', (_, button) => openMenu(button.closest('tr'), button));
on('contextmenu', '.cs-table tbody tr[data-id]', (event, row) => {
  if (!event.target.closest('input') && getSelection().isCollapsed) {
    event.preventDefault();
    moveTo(listOf(row), row, false);
    openMenu(row, row.querySelector('.row-more') ?? row, { x: event.clientX, y: event.clientY });
  }
});

// ---- items per page: remembered, then the list again
on('change', '[data-page-size]', async (_, select) => {
  const list = listOf(select);
  await post(select.dataset.pageSize, { pageSize: select.value });
  const url = new URL(location.href);
  ['page', 'after', 'end'].forEach((name) => url.searchParams.delete(name));
  url.searchParams.set('pageSize', select.value);
  htmx.ajax('GET', url.pathname + url.search, { source: list, target: list, swap: 'outerHTML show:none', select: `#${list.id}`, push: 'true' })
    .then(() => history.replaceState(history.state, '', url));
});

// ---- columns dialog: order by buttons, so that it works by keyboard and touch
on('click', '[data-move]', (_, button) => {
  const item = button.closest('li');
  const other = button.dataset.move === 'up' ? item.previousElementSibling : item.nextElementSibling;
  if (other) {
    button.dataset.move === 'up' ? other.before(item) : other.after(item);
    button.focus();
  }
});
on('submit', 'form[data-list-form]', async (event, form) => {
  event.preventDefault();
  form.closest('dialog')?.close();
  form.closest('[popover]')?.hidePopover();
  const values = {};
  for (const [name, value] of new FormData(form)) {
    (values[name] ??= []).push(value);
  }
  await post(form.action, values);
  refreshLists(form.dataset.listForm);
});
on('click', '[data-opens]', (_, button) => document.getElementById(button.dataset.opens).showModal());
on('click', 'dialog[data-local] [data-close]', (_, button) => button.closest('dialog').close());

// ---- after every swap
onLoad((root) => {
  const lists = root.matches?.('.cs-list[id]') ? [root] : [...(root.querySelectorAll?.('.cs-list[id]') ?? [])];
  const list = lists[0] ?? root.closest?.('.cs-list[id]');
  if (list && bodyOf(list)) {
    draw(list);
  }
});

// The grid keeps its scroll when rows of the same page come again.
let kept = null;
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const list = detail.target.closest?.('.cs-list[id]');
  const grid = list?.querySelector('.cs-grid');
  kept = grid ? { id: list.id, left: grid.scrollLeft, top: grid.scrollTop, from: bodyOf(list).dataset.from } : null;
});
document.addEventListener('htmx:afterSettle', () => {
  const list = kept && document.getElementById(kept.id);
  const grid = list?.querySelector('.cs-grid');
  if (grid) {
    grid.scrollLeft = kept.left;
    if (bodyOf(list).dataset.from === kept.from) {
      grid.scrollTop = kept.top;
    }
  }
  kept = null;
});

/** Keys of a list; true when the key was one. */
export function listKey(event) {
  const list = listOf(document.activeElement);
  if (!list) {
    return false;
  }

  const rows = rowsOf(list);
  const cursor = cursorOf(list);
  const at = rows.indexOf(cursor);
  const inGrid = document.activeElement === document.body || document.activeElement.closest('.cs-grid, #conteudo') !== null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const row = (index) => rows[index] && moveTo(list, rows[index]);

  if ((event.ctrlKey || event.metaKey) && key === 'a' && inGrid && rows.some(boxOf)) {
    choose(list, rows, true);
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return false;
  }
  if (key === 'Escape') {
    if (stateOf(list).ids.size > 0 || stateOf(list).all) {
      clear(list);
      return true;
    }
    return false;
  }
  if (key === '/') {
    const field = list.querySelector('.cs-find input');
    field?.focus();
    field?.select();
    return !!field;
  }
  if (key === 'f') {
    const button = list.querySelector('[data-add-filter]');
    button?.click();
    return !!button;
  }
  if (key === 'n') {
    const button = list.querySelector('[data-primary=true]');
    button?.click();
    return !!button;
  }
  if (!inGrid || rows.length === 0 || isTyping(event.target)) {
    return false;
  }
  switch (key) {
    case 'j':
    case 'ArrowDown':
      row(Math.min(at + 1, rows.length - 1));
      return true;
    case 'k':
    case 'ArrowUp':
      row(Math.max(at - 1, 0));
      return true;
    case 'Home':
    case 'End':
      row(key === 'Home' ? 0 : rows.length - 1);
      return true;
    case 'x':
      if (cursor && boxOf(cursor)) {
        toggle(list, cursor, event.shiftKey);
      }
      return true;
    case ' ':
      if (cursor?.dataset.peek && !document.activeElement.closest('button, input')) {
        openPanel(cursor.dataset.peek, cursor.querySelector('a.name'));
        return true;
      }
      return false;
    case 'Enter':
      if (cursor && !document.activeElement.closest('a, button, input')) {
        cursor.querySelector('a.name')?.click();
        return true;
      }
      return false;
    default: {
      const named = event.key === 'Delete' ? 'Del' : event.key.toUpperCase();
      const tool = cursor && [...cursor.querySelectorAll('.row-tools [data-key]')].find((tool) => tool.dataset.key === named);
      if (tool) {
        run(tool);
        return true;
      }
      return false;
    }
  }
}
