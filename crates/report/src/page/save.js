/* Saves a picture, or the numbers behind it, out of the page itself. */
(() => {
  'use strict';
  const { pictures } = JSON.parse(document.getElementById('numbers').textContent);
  const space = 'http://www.w3.org/2000/svg';

  for (const { stem, csv } of pictures) {
    const figure = document.querySelector(`[data-picture="${stem}"]`);
    if (!figure) continue;
    const title = figure.querySelector('title')?.textContent ?? stem;
    const offer = (kind, address) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = kind;
      button.setAttribute('aria-label', `Save as ${kind}: ${title}`);
      button.addEventListener('click', async () => {
        save(`${stem}.${kind.toLowerCase()}`, await address());
      });
      return button;
    };
    const drawing = () => drawn(figure.querySelector('svg'));
    const row = document.createElement('div');
    row.className = 'save';
    row.append('Save ', offer('PNG', () => pixels(drawing())), offer('SVG', () => text(source(drawing()), 'image/svg+xml')));
    if (csv !== undefined) row.append(offer('CSV', () => text(csv, 'text/csv')));
    figure.append(row);
  }

  /* The picture as it is shown, without what is hidden. */
  function drawn(svg) {
    const copy = svg.cloneNode(true);
    copy.querySelectorAll('.off').forEach((part) => part.remove());
    return copy;
  }

  /* Outside of the page names of two colours mean nothing: the one for light ground. */
  function source(svg) {
    const name = /var\(--([0-9a-f]{6})-[0-9a-f]{6}\)/g;
    return new XMLSerializer().serializeToString(svg).replace(name, '#$1');
  }

  function text(words, type) {
    return URL.createObjectURL(new Blob([words], { type }));
  }

  /* Two pixels to a unit, in the page's typeface. */
  async function pixels(svg) {
    const { width, height } = svg.viewBox.baseVal;
    const style = document.createElementNS(space, 'style');
    style.textContent = document.getElementById('typeface').textContent;
    svg.prepend(style);
    const image = new Image(width * 2, height * 2);
    await new Promise((done, fail) => {
      Object.assign(image, { onload: done, onerror: fail });
      image.src = `data:image/svg+xml,${encodeURIComponent(source(svg))}`;
    });
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width * 2, height * 2];
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    /* At once: toBlob waits until the browser has nothing else to do, for seconds at times. */
    return canvas.toDataURL('image/png');
  }

  function save(name, address) {
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
})();
