// Passwords: the four rules while typing. Roles: what a permission brings along is shown as included.
(() => {
  const rules = {
    length: (text) => text.length >= 8,
    upper: (text) => /[A-Z]/.test(text),
    lower: (text) => /[a-z]/.test(text),
    digit: (text) => /[0-9]/.test(text),
  };

  document.addEventListener('input', ({ target }) => {
    const list = target.id ? document.querySelector(`[data-rules="${CSS.escape(target.id)}"]`) : null;
    for (const item of list?.querySelectorAll('[data-rule]') ?? []) {
      const isMet = rules[item.dataset.rule](target.value);
      item.classList.toggle('ok', isMet);
      item.classList.toggle('off', !isMet);
      const note = item.querySelector('[data-met]');
      note.textContent = isMet ? note.dataset.met : '';
    }
  });

  // ---- roles: data-implied-by="A B" names the permissions that include this one
  function imply(form) {
    const boxes = [...form.querySelectorAll('input[data-permission]')];
    const granted = new Set(boxes.filter((box) => box.checked && !box.disabled).map((box) => box.dataset.permission));
    for (let size = -1; size !== granted.size; ) {
      size = granted.size;
      for (const box of boxes) {
        if (box.dataset.impliedBy.split(' ').some((name) => granted.has(name))) {
          granted.add(box.dataset.permission);
        }
      }
    }
    for (const box of boxes) {
      const isImplied = box.dataset.impliedBy.split(' ').some((name) => granted.has(name));
      if (isImplied && !box.disabled) {
        box.dataset.own = box.checked ? '1' : '';
        box.checked = true;
      } else if (!isImplied && box.disabled) {
        box.checked = box.dataset.own === '1';
      }
      box.disabled = isImplied;
      const note = box.closest('li')?.querySelector('[data-included]');
      if (note) {
        note.hidden = !isImplied;
      }
    }
  }

  for (const form of document.querySelectorAll('form[data-permissions="some"]')) {
    imply(form);
    form.addEventListener('change', () => imply(form));
  }
})();
