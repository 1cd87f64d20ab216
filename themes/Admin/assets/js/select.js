// Loaded on demand by fields.js: a select that is searched while typing.
import TomSelect from 'tom-select/base';

export function enhance(select, { none }) {
  const control = new TomSelect(select, {
    maxOptions: 300,
    allowEmptyOption: true,
    hideSelected: false,
    render: {
      no_results: () => {
        const line = document.createElement('div');
        line.className = 'no-results';
        line.textContent = none;
        return line;
      },
    },
  });
  select.setAttribute('aria-hidden', 'true'); // the label now names the search field
  select.addEventListener('change', () => control.sync());
}
