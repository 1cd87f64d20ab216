// The filter bar is one GET form. Chips open the editor of their filter in place; "+ Filtro" finds a filter by name.
import { fold, on } from './core.js';
import { openAt } from './menus.js';

on('input', '[data-find]', (_, input) => {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  const box = document.getElementById(input.dataset.find);
  let first = true;
  for (const item of box.querySelectorAll('[data-found]')) {
    const isIn = words.every((word) => fold(item.textContent).includes(word));
    item.hidden = !isIn;
    item.classList.toggle('on', isIn && first && words.length > 0);
    first &&= !isIn;
  }
});
on('keydown', '[data-find]', (event, input) => {
  const items = [...document.getElementById(input.dataset.find).querySelectorAll('[data-found]:not([hidden])')];
  if (event.key === 'Enter') {
    event.preventDefault();
    const item = items[0];
    (item?.matches('label') ? item.querySelector('input') : item)?.click();
  } else if (event.key === 'Escape') {
    event.preventDefault(); // a search field would only empty itself
    input.closest('[popover]').hidePopover();
  } else if (event.key === 'ArrowDown') {
    event.preventDefault();
    (items[0]?.matches('label') ? items[0].querySelector('input') : items[0])?.focus();
  }
});

// From the list of fields to the field's editor, at the same place.
on('click', '[data-edit-filter]', (event, button) => {
  event.preventDefault();
  const editor = document.getElementById(button.dataset.editFilter);
  const picker = button.closest('[popover]');
  const anchor = picker ? document.querySelector(`[popovertarget="${picker.id}"]`) : button;
  picker?.hidePopover();
  openAt(editor, anchor);
});

// Closing without "Aplicar" puts the values back; the form would send them with the next search.
document.addEventListener('toggle', (event) => {
  const editor = event.target;
  if (editor instanceof HTMLElement && editor.matches('.cs-edit') && event.newState === 'closed' && !editor.dataset.applied) {
    for (const field of editor.querySelectorAll('input[name], select[name]')) {
      field.type === 'checkbox' || field.type === 'radio' ? (field.checked = field.defaultChecked) : field.matches('select') || (field.value = field.defaultValue);
    }
  }
}, true);
on('submit', '.cs-filter', (_, form) => {
  const editor = form.querySelector('.cs-edit:popover-open');
  if (editor) {
    editor.dataset.applied = 'yes';
    editor.hidePopover();
  }
}, true);
on('keydown', '.cs-edit input', (event, input) => {
  if (event.key === 'Enter' && !input.matches('[data-find]')) {
    event.preventDefault();
    input.form.requestSubmit(input.closest('.cs-edit').querySelector('[type=submit]'));
  }
});
