// Menus and editors are popovers: the browser gives light dismiss, Esc and focus back; this places them and adds arrow keys.
import { on, place } from './core.js';

const anchors = new WeakMap();
const points = new WeakMap();

/** Opens a popover at an element or, for a context menu, at a point. */
export function openAt(popover, anchor, point) {
  anchors.set(popover, anchor);
  points.set(popover, point);
  popover.showPopover();
}

document.addEventListener('toggle', (event) => {
  const popover = event.target;
  if (!(popover instanceof HTMLElement) || !popover.matches('[popover]:not([popover=manual])')) {
    return;
  }

  const invoker = document.querySelector(`[popovertarget="${popover.id}"]`);
  const anchor = anchors.get(popover) ?? invoker;
  if (event.newState === 'open') {
    if (anchor) {
      place(popover, anchor, points.get(popover));
    }
    anchor?.setAttribute('aria-expanded', 'true');
    const first = popover.querySelector('[autofocus], input:not([type=hidden]):not(:disabled), select, [role=menuitem], [role=menuitemradio], a, button');
    first?.focus({ preventScroll: true });
  } else {
    anchor?.setAttribute('aria-expanded', 'false');
    anchors.delete(popover);
    points.delete(popover);
  }
}, true);

on('keydown', '[role=menu]', (event, menu) => {
  const items = [...menu.querySelectorAll('[role^=menuitem]:not(:disabled):not([hidden])')];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items.at(next % items.length)?.focus();
  } else if (event.key === 'Tab') {
    menu.closest('[popover]')?.hidePopover();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const item = items.find((i) => i.dataset.key?.toLowerCase() === event.key.toLowerCase());
    if (item) {
      event.preventDefault();
      event.stopPropagation();
      item.click();
    }
  }
});

// Choosing closes the menu, and so do resizing and scrolling what is below.
on('click', '[role=menu] [role^=menuitem]', (_, item) => item.closest('[popover]')?.hidePopover());
addEventListener('resize', () => document.querySelectorAll('.menu:popover-open').forEach((menu) => !menu.contains(document.activeElement) && menu.hidePopover()));
