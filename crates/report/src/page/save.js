/* Saves a picture, or the numbers behind it, out of the page itself. */
(() => {
  'use strict';
  const { pictures } = JSON.parse(document.getElementById('numbers').textContent);
  const space = 'http://www.w3.org/2000/svg';

  for (const { stem, csv } of pictures) {
    const figure = document.querySelector(`[data-picture="${stem}"]`);
    if (!figure) continue;
    const title = figure.querySelector('title')?.textContent ?? stem;
    const offer = (kind, bytes) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = kind;
      button.setAttribute('aria-label', `Save as ${kind}: ${title}`);
      button.addEventListener('click', async () => {
        save(`${stem}.${kind.toLowerCase()}`, await bytes());
      });
      return button;
    };
    const drawing = () => drawn(figure.querySelector('.light svg'));
    const row = document.createElement('div');
    row.className = 'save';
    row.append('Save ', offer('PNG', () => pixels(drawing())), offer('SVG', () => text(drawing(), 'image/svg+xml')));
    if (csv !== undefined) row.append(offer('CSV', () => new Blob([csv], { type: 'text/csv' })));
    figure.append(row);
  }

  /* The picture as it is shown, without what is hidden. */
  function drawn(svg) {
    const copy = svg.cloneNode(true);
    copy.querySelectorAll('.off').forEach((part) => part.remove());
    return copy;
  }

  function text(svg, type) {
    return new Blob([new XMLSerializer().serializeToString(svg)], { type });
  }

  /* Two pixels to a unit, in the page's typeface. */
  async function pixels(svg) {
    const { width, height } = svg.viewBox.baseVal;
    const style = document.createElementNS(space, 'style');
    style.textContent = document.getElementById('typeface').textContent;
    svg.prepend(style);
    const image = new Image(width * 2, height * 2);
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width * 2, height * 2];
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => { canvas.toBlob(done, 'image/png'); });
  }

  function save(name, blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
})();
