"use strict";

/* The page: what is chosen decides what is drawn. */
(() => {
  const element = (id) => document.getElementById(id);
  const state = fabula.state.now;
  const ARROWS = { left: "\u2190", right: "\u2192", up: "\u2191", down: "\u2193", "left up": "\u2196", "right up": "\u2197", "left down": "\u2199", "right down": "\u2198" };
  const STEP_MILLISECONDS = 250;
  const PAUSE_MILLISECONDS = 1000;
  let index = null;
  let shown = null;
  let timer = 0;
  let drawing = 0;

  fabula.say = (words, wrong = false) => {
    element("status").textContent = words;
    element("status").classList.toggle("wrong", wrong);
  };

  const length = () => index.lengths[state.sample];

  function arrow(action) {
    const words = action.toLowerCase().replace(/[_+-]/g, " ").replace("jump", "up").trim();
    const sorted = ["left", "right", "up", "down"].filter((each) => words.split(" ").includes(each)).join(" ");
    return ARROWS[sorted] ?? "";
  }

  function panel(id, title, holder) {
    const section = document.createElement("section");
    section.className = "view";
    section.setAttribute("aria-labelledby", id + "-title");
    const heading = document.createElement("h2");
    heading.id = id + "-title";
    heading.textContent = title;
    const chart = document.createElement("div");
    chart.className = "chart";
    const canvas = document.createElement("canvas");
    canvas.id = id;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", title);
    chart.append(canvas);
    section.append(heading, chart);
    holder.append(section);
  }

  /* Charts of what this run holds beside components. */
  function prepareMore(detail) {
    const holder = element("more");
    const key = JSON.stringify([detail.bars.map((each) => each.title), detail.lines.map((each) => each.title), detail.matrices.map((each) => each.title)]);
    if (holder.dataset.key === key) return;
    holder.dataset.key = key;
    holder.replaceChildren();
    detail.bars.forEach((each, i) => panel("choice-" + i, each.title, holder));
    detail.lines.forEach((each, i) => panel("line-" + i, each.title, holder));
    detail.matrices.forEach((each, i) => panel("matrix-" + i, each.title, holder));
  }

  async function chooseSample() {
    const mine = ++drawing;
    const [detail, loadings, gradients] = await Promise.all([
      fabula.load("sample-" + state.sample),
      fabula.filters.loadings(state.sample),
      fabula.filters.gradients(state.sample, state.target),
    ]);
    const map = index.targets.length > 0 ? await fabula.load("map-" + state.sample + "-" + state.target) : "";
    if (mine !== drawing) return;
    shown = { detail, loadings, gradients, map: map === "" ? null : map };
    prepareMore(detail);
    element("sample-tables").replaceChildren(...detail.tables.map(fabula.stories.table));
    element("sample-facts").textContent = "\u00b7 " + index.samples[state.sample] + (detail.facts.length > 0 ? ": " + detail.facts.join("; ") : "");
    fabula.stories.show(index);
    await drawStep();
  }

  async function drawStep() {
    if (!shown) return;
    const { detail, loadings, gradients, map } = shown;
    const step = Math.min(state.step, length() - 1);
    if (step !== state.step) state.step = step;
    element("step").max = length() - 1;
    element("step").value = step;
    element("counter").textContent = "step " + (step + 1) + " of " + length();
    const action = detail.actions[step] ?? "";
    element("action").textContent = action;
    element("arrow").textContent = arrow(action);
    fabula.charts.scatter(loadings, length());
    fabula.charts.componentsAt(loadings, gradients);
    fabula.charts.histogram(loadings);
    fabula.charts.trajectory(loadings, length());
    detail.bars.forEach((each, i) => fabula.charts.choices("choice-" + i, each.labels,
      [{ name: each.title, values: each.steps[step], chosen: each.chosen[step] ?? -1 }], each.title));
    detail.lines.forEach((each, i) => fabula.charts.lines("line-" + i,
      [{ name: each.title, values: each.steps, colour: fabula.charts.colours.accent, strong: true, told: false }],
      step, each.title + ": " + fabula.charts.short(each.steps[step]) + " at step " + (step + 1)));
    detail.matrices.forEach((each, i) => fabula.charts.matrix("matrix-" + i, each.labels[step], each.steps[step], each.title));
    if (element("frames")) await fabula.frames.draw(element("frames"), detail.frames, step, "No pictures here.");
    if (!element("map")) return;
    const over = map !== null && detail.frames.length > 0 && fabula.frames.fits(map, detail.frames[0]);
    if (element("overlay-label")) element("overlay-label").hidden = !over;
    if (over && state.overlay) {
      await fabula.frames.overlay(element("map"), map, detail.frames[0], step);
    } else {
      await fabula.frames.draw(element("map"), map ? [map] : [], step,
        index.targets.length > 0 ? "There is none for this sample." : index.hints[0] ?? "There is none.");
    }
  }

  /* Shows a step; done when it is drawn. */
  fabula.goTo = async (step) => {
    state.step = step;
    await drawStep();
  };

  function go(step) {
    const n = length();
    fabula.state.set({ step: ((step % n) + n) % n }, "step");
  }

  function play(on) {
    clearTimeout(timer);
    timer = 0;
    element("play").setAttribute("aria-pressed", String(on));
    if (!on) return;
    const next = () => {
      go(state.step + 1);
      timer = setTimeout(next, state.step === length() - 1 ? PAUSE_MILLISECONDS : STEP_MILLISECONDS);
    };
    timer = setTimeout(next, STEP_MILLISECONDS);
  }

  function move(by) {
    const listed = fabula.filters.listed();
    if (listed.length === 0) return;
    const place = listed.indexOf(state.sample);
    const next = place < 0 ? 0 : Math.max(0, Math.min(listed.length - 1, place + by));
    fabula.state.set({ sample: listed[next] }, "sample");
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const own = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.id !== "sample";
    if (own) return;
    const inList = event.target.id === "sample";
    const acts = {
      ArrowLeft: () => go(state.step - 1),
      ArrowRight: () => go(state.step + 1),
      ArrowUp: inList ? null : () => move(-1),
      ArrowDown: inList ? null : () => move(1),
      " ": /^(BUTTON|SUMMARY|A)$/.test(event.target.tagName) || inList ? null : () => play(timer === 0),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  function onListed(samples, filters) {
    const listed = fabula.filters.listed();
    const list = element("sample");
    const key = listed.length + ":" + listed[0] + ":" + listed[listed.length - 1] + ":" + state.group + JSON.stringify([state.raw, state.gradient, state.at, state.extreme, state.extremeOf, state.extremeAt]);
    if (list.dataset.key !== key) {
      list.dataset.key = key;
      list.replaceChildren(...listed.map((each) => new Option(index.samples[each], each)));
    }
    list.value = state.sample;
    element("count").textContent = listed.length + "/" + samples.length + " samples adhere to all filters";
    fabula.filters.rows("raw", element("raw-rows"), samples);
    if (element("gradient-rows")) fabula.filters.rows("gradient", element("gradient-rows"), samples);
    if (listed.length > 0 && !listed.includes(state.sample)) {
      fabula.state.set({ sample: listed[0] }, "sample");
    }
  }

  function showChoices() {
    for (const n of [3, 4]) document.body.classList.toggle("reduced-" + n, state.reduced === n);
    for (const [id, value] of [["x", state.x], ["y", state.y], ["target", state.target], ["group", state.group], ["at", state.at], ["extreme", state.extreme], ["extreme-of", state.extremeOf]]) {
      if (element(id)) element(id).value = value;
    }
    if (element("extreme-at")) element("extreme-at").checked = state.extremeAt;
    if (element("overlay")) element("overlay").checked = state.overlay;
    for (const radio of document.querySelectorAll("[name=target]")) radio.checked = Number(radio.value) === state.target;
    if (element("sample").value !== String(state.sample)) element("sample").value = state.sample;
  }

  async function changed(what) {
    try {
      showChoices();
      if (what === "step") { await drawStep(); return; }
      if (what === "target" || what === "address") fabula.filters.setTarget(state.target);
      if (what !== "sample" && what !== "view") await fabula.filters.refresh();
      if (what === "view" || what === "colours" || what === "filters") await drawStep();
      else await chooseSample();
    } catch (e) {
      fabula.say(e.message, true);
    }
  }

  function save(name, address) {
    const link = document.createElement("a");
    link.download = name;
    link.href = address;
    link.click();
  }

  function csv() {
    const { detail, loadings, gradients } = shown;
    const k = index.components.length;
    const quoted = (text) => '"' + String(text).replaceAll('"', '""') + '"';
    const head = ["step", "action", ...index.components];
    if (gradients) head.push(...index.components.map((name) => index.targets[state.target] + " w.r.t. " + name));
    for (const each of detail.bars) head.push(...each.labels.map((label) => each.title + ": " + label));
    for (const each of detail.lines) head.push(each.title);
    const rows = [head.map(quoted).join(",")];
    for (let t = 0; t < length(); t++) {
      const row = [t + 1, quoted(detail.actions[t] ?? ""), ...loadings.subarray(t * k, (t + 1) * k)];
      if (gradients) row.push(...Array.from(gradients.subarray(t * k, (t + 1) * k), (v) => (Number.isNaN(v) ? "" : v)));
      for (const each of detail.bars) row.push(...each.steps[t]);
      for (const each of detail.lines) row.push(each.steps[t] ?? "");
      rows.push(row.join(","));
    }
    const blob = new Blob([rows.join("\n") + "\n"], { type: "text/csv" });
    const address = URL.createObjectURL(blob);
    save(index.samples[state.sample] + ".csv", address);
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function png() {
    const canvases = [...document.querySelectorAll("#views > .grid canvas")].filter((each) => each.offsetWidth > 0);
    const wide = 520;
    const high = 300;
    const columns = 2;
    const all = document.createElement("canvas");
    all.width = columns * wide;
    all.height = Math.ceil(canvases.length / columns) * high + 40;
    const ctx = all.getContext("2d");
    const style = getComputedStyle(document.body);
    ctx.fillStyle = fabula.charts.colours.card;
    ctx.fillRect(0, 0, all.width, all.height);
    ctx.fillStyle = style.color;
    ctx.font = "16px " + style.fontFamily;
    ctx.fillText(index.run + ", " + index.samples[state.sample] + ", step " + (state.step + 1) + (index.targets.length > 0 ? ", " + index.targets[state.target] : ""), 12, 26);
    canvases.forEach((canvas, i) => {
      const x = (i % columns) * wide + 12;
      const y = Math.floor(i / columns) * high + 40;
      const title = canvas.closest("figure")?.querySelector("figcaption")?.textContent ?? canvas.closest("section").querySelector("h2").textContent;
      ctx.font = "13px " + style.fontFamily;
      ctx.fillStyle = style.color;
      ctx.fillText(title, x, y + 14);
      ctx.imageSmoothingEnabled = canvas.width >= 200;
      const scale = Math.min((wide - 24) / canvas.width, (high - 30) / canvas.height);
      ctx.drawImage(canvas, x, y + 22, canvas.width * scale, canvas.height * scale);
    });
    save(index.samples[state.sample] + "-step-" + (state.step + 1) + ".png", all.toDataURL("image/png"));
  }

  async function copyLink() {
    fabula.state.write();
    try {
      await navigator.clipboard.writeText(location.href);
      fabula.say("the link is on the clipboard");
    } catch (e) {
      fabula.say("the link is in the address bar: " + location.href);
    }
  }

  function bind() {
    const on = (id, event, act) => element(id)?.addEventListener(event, act);
    on("first", "click", () => go(0));
    on("back", "click", () => go(state.step - 1));
    on("play", "click", () => play(timer === 0));
    on("forward", "click", () => go(state.step + 1));
    on("last", "click", () => go(length() - 1));
    on("step", "input", (event) => go(Number(event.target.value)));
    on("x", "change", (event) => fabula.state.set({ x: Number(event.target.value) }, "view"));
    on("y", "change", (event) => fabula.state.set({ y: Number(event.target.value) }, "view"));
    on("overlay", "change", (event) => fabula.state.set({ overlay: event.target.checked }, "view"));
    const target = (event) => fabula.state.set({ target: Number(event.target.value), gradient: {} }, "target");
    on("target", "change", target);
    on("target-radios", "change", target);
    const none = { raw: {}, gradient: {} };
    on("group", "change", (event) => fabula.state.set({ group: event.target.value, ...none }, "group"));
    on("at", "change", (event) => fabula.state.set({ at: event.target.value, ...none }, "filters"));
    on("extreme", "change", (event) => fabula.state.set({ extreme: event.target.value, ...none }, "group"));
    on("extreme-of", "change", (event) => fabula.state.set({ extremeOf: Number(event.target.value), ...none }, "group"));
    on("extreme-at", "change", (event) => fabula.state.set({ extremeAt: event.target.checked, ...none }, "group"));
    on("sample", "change", (event) => fabula.state.set({ sample: Number(event.target.value) }, "sample"));
    on("reset-all", "click", () => fabula.state.set({ ...none, group: "", extreme: "", at: "all" }, "group"));
    on("raw-filters", "toggle", () => changed("filters"));
    on("gradient-filters", "toggle", () => changed("filters"));
    on("link", "click", copyLink);
    on("csv", "click", csv);
    on("png", "click", png);
    addEventListener("keydown", onKey);
  }

  async function start() {
    index = await fabula.load("index");
    fabula.state.start(index);
    fabula.charts.start(index);
    fabula.filters.start(index, onListed);
    bind();
    await fabula.labels.start(index);
    fabula.live.start(index);
    fabula.state.onChange(changed);
    showChoices();
    await fabula.filters.refresh();
    await chooseSample();
    fabula.state.write();
    performance.mark("first view");
    document.documentElement.dataset.ready = "yes";
  }

  start().catch((e) => fabula.say("the panel could not be opened: " + e.message, true));
})();
