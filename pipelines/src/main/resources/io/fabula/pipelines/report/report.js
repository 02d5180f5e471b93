"use strict";

/* Clips: controls come when they are needed, and the clips of a group can be played together. */
for (const video of document.querySelectorAll("video")) {
  video.tabIndex = 0;
  video.controls = false;
  for (const name of ["pointerenter", "focus", "touchstart"]) {
    video.addEventListener(name, () => { video.controls = true; }, { passive: true });
  }
  for (const name of ["pointerleave", "blur"]) {
    video.addEventListener(name, () => { video.controls = document.activeElement === video; });
  }
}
for (const button of document.querySelectorAll(".play button")) {
  const videos = button.parentElement.nextElementSibling.querySelectorAll("video");
  button.hidden = false;
  button.addEventListener("click", () => {
    const play = button.textContent === "Play all";
    button.textContent = play ? "Pause all" : "Play all";
    for (const video of videos) {
      if (!play) video.pause();
      else { video.currentTime = 0; video.play(); }
    }
  });
}

/* Figures: drawn anew when they come near, and enlarged with their numbers. */
(() => {
  const { into, make } = fabula.figures;
  const dialog = document.getElementById("enlarged");
  const ROWS = 300;
  let end = () => {};

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;

  /* What was jumped to stays where it is, whatever is drawn above it, until somebody moves on. */
  let jumped = location.hash !== "";
  addEventListener("hashchange", () => { jumped = true; });
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(name, () => { jumped = false; }, { passive: true });
  }

  function stay() {
    if (!jumped || location.hash.length < 2) return;
    document.getElementById(location.hash.slice(1))?.scrollIntoView({ behavior: "instant" });
  }

  async function draw(figure) {
    const paper = figure.querySelector(".paper");
    const picture = paper.querySelector("img");
    const spec = await fabula.load(figure.dataset.plot);
    const wide = Math.min(spec.width, paper.clientWidth - 14);
    const high = Math.max(180, (wide * spec.height) / spec.width - 40);
    const holder = make("div", "drawn");
    holder.append(make("p", "title", figure.dataset.title));
    holder.style.maxWidth = spec.width + 40 + "px";
    const place = make("div", "paper redrawn");
    place.append(holder);
    paper.before(place);
    try {
      const before = paper.offsetHeight;
      const drawn = into(holder, spec, figure.dataset.title, Math.max(200, wide), high);
      drawn.grow(before - place.offsetHeight); /* nothing below moves, or little */
      picture.loading = "eager"; /* for paper */
      paper.classList.add("printed");
      figure.dataset.drawn = "yes";
      stay();
    } catch (e) {
      place.remove();
      console.error(figure.dataset.plot, e);
    }
  }

  function numbers(spec) {
    const { names, rows, all } = fabula.plot.numbers(spec, ROWS);
    const box = make("div", "table");
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Numbers");
    const table = make("table");
    table.append(make("caption", "", all > rows.length ? "The first " + rows.length + " of " + all + " rows; the CSV file has all" : "Numbers"));
    const head = table.createTHead().insertRow();
    for (const name of names) {
      const cell = make("th", "", name);
      cell.scope = "col";
      head.append(cell);
    }
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const cell of row) line.insertCell().textContent = cell;
    }
    box.append(table);
    return box;
  }

  async function enlarge(figure) {
    end();
    end = () => {};
    document.getElementById("enlarged-title").textContent = figure.dataset.title;
    const place = document.getElementById("enlarged-figure");
    const below = document.getElementById("enlarged-numbers");
    place.replaceChildren();
    below.replaceChildren();
    dialog.showModal();
    if (figure.dataset.drawn !== "yes") {
      const picture = figure.querySelector("img").cloneNode();
      picture.loading = "eager";
      picture.className = "large";
      place.append(picture);
      return;
    }
    const spec = await fabula.load(figure.dataset.plot);
    const holder = make("div", "drawn");
    place.append(holder);
    end = into(holder, spec, figure.dataset.title, place.clientWidth, Math.max(260, innerHeight * 0.58)).end;
    below.append(numbers(spec));
  }

  document.getElementById("enlarged-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { end(); end = () => {}; });

  const near = new IntersectionObserver((entries) => {
    for (const each of entries) {
      if (!each.isIntersecting) continue;
      near.unobserve(each.target);
      draw(each.target).catch((e) => console.error(e.message)); /* the picture stays */
    }
  }, { rootMargin: "600px" });

  for (const figure of document.querySelectorAll("figure.figure")) {
    const button = figure.querySelector(".enlarge");
    button.hidden = false;
    button.addEventListener("click", () => enlarge(figure));
    if (figure.dataset.plot) near.observe(figure);
  }
  addEventListener("beforeprint", () => {
    for (const picture of document.querySelectorAll("img[loading=lazy]")) picture.loading = "eager";
  });
  document.documentElement.dataset.ready = "yes";
})();
