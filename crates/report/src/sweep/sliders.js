/* Goes through the points of a grid: two sliders, and a choice for whatever else is varied. */
(() => {
  'use strict';
  const { cells } = JSON.parse(document.getElementById('numbers').textContent);
  if (!cells) return;
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const at = cells.axes.map((axis) => axis.now);

  const controls = cells.axes.map((axis, place) => {
    const id = `axis-${place}`;
    const isSlider = place < 2 && axis.values.length > 1;
    const value = make('output', { className: 'value' });
    value.htmlFor.add(id);
    const control = isSlider
      ? make('input', { type: 'range', id, min: 0, max: axis.values.length - 1, value: axis.now })
      : make('select', { id }, ...axis.values.map((text, i) => make('option', { value: i, textContent: text })));
    control.value = axis.now;
    control.addEventListener('input', () => { at[place] = Number(control.value); show(); });
    const update = () => {
      value.value = axis.values[at[place]];
      if (isSlider) control.setAttribute('aria-valuetext', axis.values[at[place]]);
    };
    const row = make('div', { className: 'axis' }, make('label', { htmlFor: id, textContent: axis.path }), control);
    if (isSlider) row.append(value);
    return { row, update };
  });

  const winner = make('p', { className: 'winner' });
  const leads = make('dl', { className: 'leads' });
  const found = make('div', { className: 'found' }, winner, leads);
  found.setAttribute('role', 'status');
  const panel = make('div', { className: 'points-panel' },
    make('div', { className: 'axes' }, ...controls.map((control) => control.row)), found);
  panel.setAttribute('role', 'group');
  panel.setAttribute('aria-label', 'Try values');
  const heading = document.getElementById('points');
  heading.after(panel);

  /* All points stay in reach, and give way to the one that is chosen. */
  const table = document.querySelector('table.points').parentElement;
  const details = make('details', {}, make('summary', { textContent: 'All points' }));
  table.before(details);
  details.append(table);
  addEventListener('beforeprint', () => { details.open = true; });
  show();

  function show() {
    controls.forEach((control) => control.update());
    const point = cells.points[cells.axes.reduce((number, axis, i) => number * axis.values.length + at[i], 0)];
    winner.textContent = point.winner;
    winner.hidden = point.winner === '';
    leads.replaceChildren(...cells.answers.map((answer, i) =>
      make('div', {}, make('dt', { textContent: answer }), make('dd', { textContent: point.answers[i] }))));
  }
})();
