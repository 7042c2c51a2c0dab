/** As much of a browser as the script uses. The library of DOM types would give `window` to every file of the program. */
interface Part {
  hidden: boolean;
  open: boolean;
  checked: boolean;
  value: string;
  textContent: string;
  readonly name: string;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  querySelector(selector: string): Part | null;
  querySelectorAll(selector: string): Iterable<Part>;
  closest(selector: string): Part | null;
  addEventListener(event: string, listener: (event: { readonly target: Part }) => void): void;
  scrollIntoView(): void;
}

interface BrowserWindow {
  readonly document: Part;
  readonly location: { readonly hash: string };
  readonly history: { replaceState(state: null, unused: string, address: string): void };
  addEventListener(event: string, listener: () => void): void;
}

/**
 * Runs in the browser, where it stands alone: it may use nothing of this file but itself. Narrows the list of customers,
 * and keeps how in the address, so that a narrowed list can be linked to.
 */
function narrow({ document, location, history, addEventListener }: BrowserWindow): void {
  const filter = document.querySelector('#filter');
  const search = document.querySelector('[name=q]');
  const shown = document.querySelector('#shown');
  if (filter === null || search === null || shown === null) return;
  const boxes = [...filter.querySelectorAll('[type=checkbox]')];
  const groups = [...document.querySelectorAll('#customers > .plain')];
  const rows = [...document.querySelectorAll('[data-tags]')].map((part) => ({
    part,
    tags: (part.dataset['tags'] ?? '').split(' '),
    group: part.closest('.plain'),
    text: '',
  }));

  const grouped = (count: number) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

  /** What is asked for: one list of tags for each question that is answered, and words. */
  const asked = () => ({
    tags: [...new Set(boxes.map((box) => box.name))]
      .map((name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value))
      .filter((wanted) => wanted.length > 0),
    words: search.value.toLowerCase().split(/\s+/).filter(Boolean),
  });

  /** Whether a row answers every question and has every word. */
  const fits = (row: (typeof rows)[number], { tags, words }: ReturnType<typeof asked>) => {
    if (words.length > 0 && row.text === '') row.text = row.part.textContent.toLowerCase();
    return (
      tags.every((some) => some.some((tag) => row.tags.includes(tag))) && words.every((one) => row.text.includes(one))
    );
  };

  const showRows = () => {
    const wanted = asked();
    const narrowed = wanted.tags.length > 0 || wanted.words.length > 0;
    const kept = rows.filter((row) => fits(row, wanted));
    const parts = new Set(kept.map(({ part }) => part));
    for (const { part } of rows) if (part.hidden === parts.has(part)) part.hidden = !parts.has(part);
    for (const group of groups) {
      const inside = kept.filter((row) => row.group === group).length;
      group.hidden = inside === 0;
      group.open = narrowed && inside <= 200;
      const count = group.querySelector('.count');
      if (count !== null) count.textContent = grouped(inside);
    }
    shown.textContent = `${grouped(kept.length)} of ${grouped(rows.length)} customers`;
  };

  const remember = () => {
    const words = new URLSearchParams();
    for (const { name, value } of boxes.filter((box) => box.checked)) words.append(name, value);
    if (search.value !== '') words.set('q', search.value);
    history.replaceState(null, '', words.size === 0 ? '#customers' : `#?${words}`);
  };

  /** Takes over what the address says. A link to a row shows it, whatever the list was narrowed to. */
  const follow = () => {
    const words = new URLSearchParams(location.hash.startsWith('#?') ? location.hash.slice(2) : '');
    for (const box of boxes) box.checked = words.getAll(box.name).includes(box.value);
    search.value = words.get('q') ?? '';
    showRows();
    if (words.size > 0) document.querySelector('#customers')?.scrollIntoView();
    const row = /^#c\d+$/.test(location.hash) ? document.querySelector(location.hash) : null;
    const details = row?.querySelector('details') ?? null;
    if (details !== null) details.open = true;
    row?.scrollIntoView();
  };

  const openAll = (open: boolean) => {
    for (const { part } of rows) {
      const details = part.hidden ? null : part.querySelector('details');
      if (details !== null) details.open = open;
    }
  };

  filter.addEventListener('input', () => {
    showRows();
    remember();
  });
  filter.addEventListener('click', ({ target: { name } }) => {
    if (name === 'open' || name === 'close') openAll(name === 'open');
    if (name !== 'reset') return;
    history.replaceState(null, '', '#customers');
    follow();
  });
  addEventListener('hashchange', follow);
  filter.hidden = false;
  follow();
}

/** The script of every page. */
export const clientScript = `(${narrow})(window);`;
