/* Shows and hides strategies, and goes through the days of the pictures. */
(() => {
  'use strict';
  const { strategies, pictures } = JSON.parse(document.getElementById('numbers').textContent);
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const figureOf = (picture) => document.querySelector(`[data-picture="${picture.stem}"]`);
  const lined = pictures.filter((picture) => picture.panels);
  const charts = lined.filter((picture) => 'first' in picture.panels[0]).map(chartOf);
  if (charts.length === 0) return;

  const days = charts.flatMap((chart) => chart.panels).map((panel) => ({
    first: panel.first,
    last: panel.first + Math.max(...panel.series.map((series) => series.mean.length)) - 1,
  }));
  const first = Math.min(...days.map((span) => span.first));
  const last = Math.max(...days.map((span) => span.last));
  const hidden = new Set();
  let day = last;

  /* What is said to whoever listens: once they have stopped moving. */
  const spoken = make('p', { className: 'spoken', role: 'status' });
  let soon;
  const say = (words) => {
    clearTimeout(soon);
    soon = setTimeout(() => { spoken.textContent = words; }, 250);
  };

  const slider = make('input', { type: 'range', id: 'day', min: first, max: last, value: day });
  const shown = make('output', { className: 'day' });
  shown.htmlFor.add('day');
  slider.addEventListener('input', () => goTo(Number(slider.value), charts[0]));

  const switches = strategies.map((name, at) => {
    const button = make('button', { type: 'button', className: 'switch' }, swatch(at), name);
    button.addEventListener('click', () => {
      if (!hidden.delete(at)) hidden.add(at);
      showStrategies();
    });
    return button;
  });
  const controls = make('div', { className: 'choices' },
    make('div', { className: 'switches' }, ...switches),
    make('div', { className: 'scrubber' },
      make('label', { htmlFor: 'day', textContent: 'Day' }), slider, shown),
    spoken);
  controls.setAttribute('role', 'group');
  controls.setAttribute('aria-label', 'Strategies and days of the pictures');
  document.querySelector('.figures').before(controls);

  charts.forEach(prepare);
  showStrategies();
  goTo(last);

  /* A picture's panels, with where their numbers stand in its drawing. */
  function chartOf(picture) {
    const figure = figureOf(picture);
    const drawing = figure.querySelector('svg');
    const { width, height } = drawing.viewBox.baseVal;
    const panels = picture.panels.map((panel, at) => {
      const grid = drawing.querySelector(`[data-frame][data-panel="${at}"]`);
      const numbers = (name) => grid.dataset[name].split(' ').map(Number);
      const [left, top, right, bottom] = numbers('frame');
      const [from, to, low, high] = numbers('axes');
      return {
        ...panel, left, top, right, bottom,
        xOf: (time) => left + (time - from) / (to - from) * (right - left),
        yOf: (value) => bottom - (value - low) / (high - low) * (bottom - top),
        dayAt: (x) => from + (x - left) / (right - left) * (to - from),
      };
    });
    return { figure, panels, width, height, name: drawing.querySelector('title').textContent };
  }

  /* A mark in a series' colour, on light and on dark ground. */
  function coloured(className, series) {
    const mark = make('span', { className });
    mark.setAttribute('aria-hidden', 'true');
    mark.style.setProperty('--on-light', series.light);
    mark.style.setProperty('--on-dark', series.dark);
    return mark;
  }

  function swatch(strategy) {
    const all = charts.flatMap((chart) => chart.panels.flatMap((panel) => panel.series));
    return coloured('swatch', all.find((series) => series.strategy === strategy) ?? {});
  }

  /* Lays over a picture what points at a day, and under it what that day has. */
  function prepare(chart) {
    const { figure, panels, width, height } = chart;
    const [head] = panels;
    const foot = panels[panels.length - 1];
    const share = (part, whole) => `${part / whole * 100}%`;
    const within = head.right - head.left;
    chart.across = (x) => share(x - head.left, within);
    chart.down = (y) => share(y - head.top, foot.bottom - head.top);
    chart.lines = panels.map((panel) => {
      const line = make('span', { className: 'at' });
      line.style.top = chart.down(panel.top);
      line.style.height = share(panel.bottom - panel.top, foot.bottom - head.top);
      return line;
    });
    chart.points = panels.flatMap((panel) => panel.series.map((series) => {
      const dot = coloured('dot', series);
      return { panel, series, dot };
    }));
    chart.probe = make('div', { className: 'probe', tabIndex: 0 },
      ...chart.lines, ...chart.points.map((point) => point.dot));
    const attributes = {
      role: 'slider', 'aria-label': `Day. ${chart.name}`, 'aria-orientation': 'horizontal',
      'aria-valuemin': first, 'aria-valuemax': last,
    };
    for (const [name, value] of Object.entries(attributes)) chart.probe.setAttribute(name, value);
    Object.assign(chart.probe.style, {
      left: share(head.left, width), width: share(within, width),
      top: share(head.top, height), height: share(foot.bottom - head.top, height),
    });

    const point = (event) => {
      const box = chart.probe.getBoundingClientRect();
      const x = head.left + (event.clientX - box.left) / box.width * within;
      goTo(Math.round(head.dayAt(x)), chart);
    };
    chart.probe.addEventListener('pointermove', point);
    chart.probe.addEventListener('pointerdown', point);
    chart.probe.addEventListener('keydown', (event) => {
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 };
      const ends = { Home: first, End: last };
      const to = ends[event.key] ?? (event.key in steps ? day + steps[event.key] : undefined);
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      goTo(to, chart);
    });
    chart.readout = make('ul', { className: 'readout' });
    const over = make('div', { className: 'over' });
    over.append(...figure.querySelectorAll('.drawing'), chart.probe);
    figure.append(over, chart.readout);
  }

  function goTo(wanted, chart) {
    day = Math.min(last, Math.max(first, wanted));
    slider.value = day;
    slider.setAttribute('aria-valuetext', `Day ${day}`);
    shown.value = day;
    charts.forEach(point);
    if (chart) say(`Day ${day}. ${chart.name}: ${told(chart).map(({ name, words }) => `${name} ${words}`).join('; ')}`);
  }

  /* What a picture has on the day, series by series. */
  function told(chart) {
    const shows = ({ series }) => !hidden.has(series.strategy);
    return chart.points.filter(shows).map(({ panel, series }) => ({
      series, name: series.name, words: series.told[day - panel.first] ?? 'no value',
    }));
  }

  function point(chart) {
    chart.probe.setAttribute('aria-valuenow', day);
    chart.probe.setAttribute('aria-valuetext', `Day ${day}`);
    for (const line of chart.lines) line.style.left = chart.across(chart.panels[0].xOf(day));
    for (const { panel, series, dot } of chart.points) {
      const mean = series.mean[day - panel.first];
      dot.hidden = mean === undefined || mean === null || hidden.has(series.strategy);
      if (dot.hidden) continue;
      dot.style.left = chart.across(panel.xOf(day));
      dot.style.top = chart.down(panel.yOf(mean));
    }
    chart.readout.replaceChildren(make('li', {}, `Day ${day}`), ...told(chart).map(
      ({ series, name, words }) => make('li', {}, coloured('swatch', series), `${name} `, make('b', { textContent: words }))));
  }

  /* Lines, bands and labels, columns of tables, and values under the pictures. */
  function showStrategies() {
    switches.forEach((button, at) => button.setAttribute('aria-pressed', String(!hidden.has(at))));
    for (const picture of lined) {
      picture.panels.forEach((panel, p) => panel.series.forEach((series, s) => {
        const drawn = figureOf(picture).querySelectorAll(`svg [data-panel="${p}"][data-series="${s}"]`);
        drawn.forEach((part) => part.classList.toggle('off', hidden.has(series.strategy)));
      }));
    }
    for (const row of document.querySelectorAll('.by-strategy tr')) {
      [...row.cells].slice(1).forEach((cell, at) => cell.classList.toggle('off', hidden.has(at)));
    }
    charts.forEach(point);
  }
})();
