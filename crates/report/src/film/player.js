// Plays what stands in the page: groups of the class "p" hold what people become in a
// step, those of the class "o" what is seen during it.
for (const replay of document.querySelectorAll(".replay")) {
  const changes = [...replay.querySelectorAll(".p")];
  const moments = [...replay.querySelectorAll(".o")];
  const part = (name) => replay.querySelector(`[data-part="${name}"]`);
  const [controls, play, back, next] = ["controls", "play", "back", "next"].map(part);
  const [slider, speed, said] = ["slider", "speed", "said"].map(part);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const last = moments.length - 1;
  let at = last;
  let playing = 0;
  let arriving = 0;

  const settle = () => changes.forEach((group, i) => group.classList.toggle("off", i > at));
  const pace = () => Number(replay.dataset.pace) / Number(speed.value);

  const show = (step, moving) => {
    at = Math.min(Math.max(step, 0), last);
    clearTimeout(arriving);
    const moves = moving && !calm.matches;
    replay.style.setProperty("--way", `${0.6 * pace()}ms`);
    moments.forEach((group, i) => {
      group.classList.toggle("on", i === at);
      group.classList.toggle("go", i === at && moves);
    });
    if (moves) {
      changes.forEach((group, i) => group.classList.toggle("off", i >= at));
      arriving = setTimeout(settle, 0.6 * pace());
    } else {
      settle();
    }
    const words = moments[at].dataset.say;
    slider.value = at;
    slider.setAttribute("aria-valuetext", words);
    if (!playing) said.textContent = words;
  };

  const pause = () => {
    clearTimeout(playing);
    playing = 0;
    play.textContent = "Play";
    said.textContent = moments[at].dataset.say;
  };
  const tick = () => {
    if (at === last) return pause();
    show(at + 1, true);
    playing = setTimeout(tick, pace());
  };
  const start = () => {
    play.textContent = "Pause";
    playing = setTimeout(tick, pace());
    show(at === last ? 0 : at, at === last);
  };
  const turn = () => (playing ? pause() : start());
  const step = (by) => {
    if (playing) pause();
    show(at + by, by > 0);
  };

  play.addEventListener("click", turn);
  back.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  slider.addEventListener("input", () => {
    if (playing) pause();
    show(Number(slider.value), false);
  });
  replay.addEventListener("keydown", (event) => {
    const taken = event.target.closest("button, input, select");
    const keys = {
      " ": turn,
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      Home: () => step(-last),
      End: () => step(last),
    };
    if (taken || !keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  controls.hidden = false;
  show(last, false);
}
