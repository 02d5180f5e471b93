"use strict";

/* Which samples are listed: those of the chosen group that adhere to all filters at one step. */
fabula.filters = (() => {
  const PAGE = 500;
  const pages = { raw: [], gradient: [] };
  let gradientTarget = -1;
  let index = null;
  let listed = [];
  let complete = false;
  let extrema = null;
  let onListed = () => {};

  const size = () => index.steps * index.components.length;

  function value(kind, sample, step, component) {
    const page = pages[kind][Math.floor(sample / PAGE)];
    if (!page) return NaN;
    return page[((sample % PAGE) * index.steps + step) * index.components.length + component];
  }

  /* The components of a sample, [steps * components]; loads their page. */
  async function loadings(sample) {
    return slice(await page("raw", Math.floor(sample / PAGE)), sample);
  }

  async function gradients(sample, target) {
    if (index.targets.length === 0) return null;
    if (target === gradientTarget) return slice(await page("gradient", Math.floor(sample / PAGE)), sample);
    const key = "gradients-" + target + "-" + Math.floor(sample / PAGE);
    return slice(fabula.floats(await fabula.load(key)), sample);
  }

  function slice(values, sample) {
    const from = (sample % PAGE) * size();
    return values.subarray(from, from + size());
  }

  async function page(kind, number) {
    if (!pages[kind][number]) {
      const target = gradientTarget;
      const key = kind === "raw" ? "loadings-" + number : "gradients-" + target + "-" + number;
      const values = fabula.floats(await fabula.load(key));
      if (kind === "gradient" && target !== gradientTarget) return values;
      pages[kind][number] = values;
    }
    return pages[kind][number];
  }

  async function all(kind) {
    const target = gradientTarget;
    for (let number = 0; number * PAGE < index.samples.length; number++) {
      await page(kind, number);
      if (kind === "gradient" && target !== gradientTarget) return false;
    }
    return true;
  }

  function group() {
    const state = fabula.state.now;
    let samples = null;
    if (state.group) samples = index.groups.find((each) => each.id === state.group).samples;
    if (state.extreme && extrema) {
      const when = state.extremeAt ? "saliency_step" : "any";
      const own = new Set(extrema[when][state.extreme][state.extremeOf]);
      samples = (samples ?? index.samples.map((_, i) => i)).filter((each) => own.has(each));
    }
    return samples ?? index.samples.map((_, i) => i);
  }

  const steps = () => (fabula.state.now.at === "all"
    ? Array.from({ length: index.steps }, (_, t) => t) : [Number(fabula.state.now.at)]);

  function active() {
    const state = fabula.state.now;
    const found = [];
    for (const kind of ["raw", "gradient"]) {
      for (const [component, [low, high]] of Object.entries(state[kind])) {
        found.push({ kind, component: Number(component), low: low ?? -Infinity, high: high ?? Infinity });
      }
    }
    return found;
  }

  function passes(sample, filters, at) {
    return at.some((step) => filters.every((filter) => {
      const own = value(filter.kind, sample, step, filter.component);
      return own >= filter.low && own <= filter.high;
    }));
  }

  /* Least and greatest value of each component over the samples of the group. */
  function bounds(kind, samples) {
    const k = index.components.length;
    const low = new Array(k).fill(Infinity);
    const high = new Array(k).fill(-Infinity);
    for (const sample of samples) {
      for (const step of steps()) {
        for (let c = 0; c < k; c++) {
          const own = value(kind, sample, step, c);
          if (own < low[c]) low[c] = own;
          if (own > high[c]) high[c] = own;
        }
      }
    }
    return { low, high };
  }

  async function refresh() {
    const filters = active();
    const wantsGradients = filters.some((each) => each.kind === "gradient") || open("gradient-filters");
    if (fabula.state.now.extreme && !extrema) extrema = await fabula.load("extrema");
    if (filters.length > 0 || open("raw-filters")) await all("raw");
    if (wantsGradients && index.targets.length > 0) await all("gradient");
    const samples = group();
    listed = filters.length === 0 ? samples : samples.filter((each) => passes(each, filters, steps()));
    complete = true;
    onListed(samples, filters);
  }

  const open = (id) => document.getElementById(id)?.open === true;

  function setTarget(target) {
    if (target === gradientTarget) return;
    gradientTarget = target;
    pages.gradient = [];
  }

  function start(of, listener) {
    index = of;
    onListed = listener;
    setTarget(fabula.state.now.target);
  }

  /* The rows of one kind of filter. */
  function rows(kind, holder, samples) {
    if (!open(kind + "-filters")) return;
    const { low, high } = bounds(kind, samples);
    const state = fabula.state.now[kind];
    if (holder.children.length !== index.components.length) build(kind, holder);
    index.components.forEach((name, c) => {
      const row = holder.children[c];
      const own = state[c];
      row.classList.toggle("active", own !== undefined);
      const [from, to] = row.querySelectorAll("input");
      show(from, own?.[0] ?? Math.floor(low[c] * 1000) / 1000);
      show(to, own?.[1] ?? Math.ceil(high[c] * 1000) / 1000);
    });
  }

  function show(input, value) {
    if (document.activeElement !== input) input.value = Number.isFinite(value) ? value : "";
  }

  function build(kind, holder) {
    const words = kind === "raw" ? "" : "w.r.t. ";
    holder.replaceChildren(...index.components.map((name, c) => {
      const row = document.createElement("div");
      row.className = "filter";
      const from = field("least " + words + name);
      const title = document.createElement("span");
      title.append("\u2264 ", words, Object.assign(document.createElement("b"), { textContent: name }), " \u2264");
      const to = field("most " + words + name);
      const clear = document.createElement("button");
      clear.type = "button";
      clear.textContent = "\u00d7";
      clear.setAttribute("aria-label", "reset the filter by " + words + name);
      const changed = () => {
        const next = { ...fabula.state.now[kind] };
        next[c] = [from.value === "" ? null : Number(from.value), to.value === "" ? null : Number(to.value)];
        fabula.state.set({ [kind]: next }, "filters");
      };
      from.addEventListener("change", changed);
      to.addEventListener("change", changed);
      clear.addEventListener("click", () => {
        const next = { ...fabula.state.now[kind] };
        delete next[c];
        fabula.state.set({ [kind]: next }, "filters");
      });
      row.append(from, title, to, clear);
      return row;
    }));
  }

  function field(label) {
    const input = document.createElement("input");
    input.type = "number";
    input.step = "any";
    input.setAttribute("aria-label", label);
    return input;
  }

  return {
    start, refresh, loadings, gradients, setTarget, rows,
    listed: () => listed, complete: () => complete,
  };
})();
