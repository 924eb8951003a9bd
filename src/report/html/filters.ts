/**
 * What the page does in a browser: rows of a table that a form filters, with the choice in the address, so that it can
 * be sent. Without it the page shows all.
 */
export const FILTERS = String.raw`
const form = document.querySelector('form');
if (form) {
  const rows = [...document.querySelectorAll('tr[data-outcomes]')].map((row) => ({
    row,
    ...row.dataset,
    text: row.textContent.toLowerCase(),
  }));
  const count = document.querySelector('output');
  const choice = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const fits = (row, wanted) =>
    (!wanted.has('suite') || row.suite === wanted.get('suite')) &&
    (!wanted.has('level') || row.level === wanted.get('level')) &&
    (!wanted.has('outcome') || row.outcomes.split(' ').includes(wanted.get('outcome'))) &&
    row.text.includes((wanted.get('text') ?? '').toLowerCase());
  const show = () => {
    let shown = 0;
    for (const one of rows) {
      const hidden = !fits(one, choice());
      if (one.row.hidden !== hidden) one.row.hidden = hidden;
      if (!hidden) shown += 1;
    }
    count.value = shown + ' of ' + rows.length + ' shown';
  };
  const read = () => {
    if (location.hash && !location.hash.includes('=')) return;
    const said = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) if (field.name) field.value = said.get(field.name) ?? '';
    show();
  };
  form.addEventListener('input', () => {
    history.replaceState(null, '', '#' + choice());
    show();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('hashchange', read);
  form.hidden = false;
  read();
  if (!count.value) show();
}
`;
