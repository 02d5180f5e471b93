"use strict";

/* The charts, made once and given new numbers. */
fabula.charts = (() => {
  const made = new Map();
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  let colours = {};
  let index = null;

  function readColours() {
    for (const name of ["ink", "muted", "grid", "accent", "raise", "lower", "neutral", "base", "other", "card"]) {
      colours[name] = colour(name);
    }
    Chart.defaults.color = colours.muted;
    Chart.defaults.borderColor = colours.grid;
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.animation = false;
    Chart.defaults.responsive = true;
    Chart.defaults.maintainAspectRatio = false;
    Chart.defaults.plugins.legend.display = false;
  }

  function rgb(hex) {
    return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  }

  /* Red below 0, blue above, in a symmetric range. */
  function diverging(value, range) {
    if (!Number.isFinite(value) || range === 0) return colours.neutral;
    const share = Math.min(1, Math.abs(value) / range);
    const to = rgb(value < 0 ? colours.lower : colours.raise);
    const from = rgb(colours.neutral);
    return "rgb(" + from.map((f, i) => Math.round(f + (to[i] - f) * share)).join(",") + ")";
  }

  function chart(id, make) {
    let known = made.get(id);
    if (!known || known.canvas !== document.getElementById(id)) {
      known?.destroy();
      known = new Chart(document.getElementById(id), make());
      made.set(id, known);
    }
    return known;
  }

  function say(id, words) {
    document.getElementById(id).setAttribute("aria-label", words);
  }

  const short = (value) => (Number.isFinite(value) ? Number(value.toPrecision(3)).toString() : "none");

  function start(of) {
    index = of;
    readColours();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener?.("change", () => {
      readColours();
      for (const each of made.values()) each.destroy();
      made.clear();
      fabula.state.set({}, "colours");
    });
  }

  /* Values out of range stand at the edge. */
  const clamp = (value, range) => Math.max(-range, Math.min(range, value));

  let base = null;
  let baseAxes = "";

  /* Where the axis of components begins: at 0 where none goes below, such as probabilities. */
  let lowest = null;

  function low() {
    base ??= fabula.floats(index.base);
    lowest ??= base.some((value) => value < 0) ? -index.range : 0;
    return lowest;
  }

  function basePoints(x, y) {
    base ??= fabula.floats(index.base);
    const k = index.components.length;
    const points = [];
    for (let i = 0; i < base.length / k && points.length < 1000; i++) {
      points.push({ x: clamp(base[i * k + x], index.range), y: clamp(base[i * k + y], index.range) });
    }
    return points;
  }

  const axis = (title, range) => ({
    title: { display: true, text: title }, min: low(), max: range, grid: { color: colours.grid },
  });

  function scatter(loadings, length) {
    const { x, y, step } = fabula.state.now;
    const range = index.range;
    const k = index.components.length;
    const own = chart("scatter", () => ({
      type: "scatter",
      data: { datasets: [
        { label: "other steps of other samples", data: [], pointRadius: 1, backgroundColor: colours.base + "55", pointHitRadius: 0, order: 3 },
        { label: "this sample", data: [], showLine: true, borderColor: colours.accent, borderWidth: 1.5, pointRadius: 3, pointBackgroundColor: [], pointBorderColor: [], order: 2 },
        { label: "this step", data: [], pointRadius: 6, pointBackgroundColor: colours.accent, pointBorderColor: colours.ink, order: 1 },
      ] },
      options: {
        scales: { x: axis("", range), y: axis("", range) },
        plugins: { tooltip: { callbacks: { label: (item) => item.raw.words ?? "" } } },
      },
    }));
    const axes = x + "," + y;
    if (axes !== baseAxes || own.data.datasets[0].data.length === 0) {
      own.data.datasets[0].data = basePoints(x, y);
      baseAxes = axes;
    }
    const points = [];
    const outside = [];
    for (let t = 0; t < length; t++) {
      const px = loadings[t * k + x];
      const py = loadings[t * k + y];
      outside.push(Math.abs(px) > range || Math.abs(py) > range);
      points.push({
        x: clamp(px, range), y: clamp(py, range),
        words: "step " + (t + 1) + ": " + short(px) + ", " + short(py),
      });
    }
    own.data.datasets[1].data = points;
    own.data.datasets[1].pointBackgroundColor = outside.map((out) => (out ? colours.neutral : colours.card));
    own.data.datasets[1].pointBorderColor = outside.map((out) => (out ? colours.muted : colours.accent));
    own.data.datasets[2].data = points.slice(step, step + 1);
    own.data.datasets[2].pointBackgroundColor = outside[step] ? colours.neutral : colours.accent;
    own.options.scales.x.title.text = fabula.named(index.components[x]);
    own.options.scales.y.title.text = fabula.named(index.components[y]);
    own.update("none");
    say("scatter", index.components[x] + " " + short(loadings[step * k + x]) + " and "
      + index.components[y] + " " + short(loadings[step * k + y]) + " at step " + (step + 1));
  }

  /* What does not fit on the axis is written beside its bar. */
  const clampedWords = {
    id: "clampedWords",
    afterDatasetsDraw(own) {
      const values = own.data.datasets[0].whole;
      if (!values) return;
      const range = own.options.scales.y.max;
      const ctx = own.ctx;
      ctx.save();
      ctx.fillStyle = colours.ink;
      ctx.font = "11px " + Chart.defaults.font.family;
      ctx.textAlign = "center";
      values.forEach((value, i) => {
        if (!(Math.abs(value) > range)) return;
        const bar = own.getDatasetMeta(0).data[i];
        ctx.fillText(value.toFixed(1), bar.x, value > 0 ? own.chartArea.top + 12 : own.chartArea.bottom - 4);
      });
      ctx.restore();
    },
  };

  function filtered(component) {
    const state = fabula.state.now;
    return state.raw[component] !== undefined || state.gradient[component] !== undefined;
  }

  function componentTicks() {
    return {
      color: colours.muted,
      autoSkip: index.components.length > 24,
      font: (context) => (filtered(context.index) ? { size: 15, weight: "bold" } : { size: 11 }),
    };
  }

  function bars(id, values, colourOf, range, words, from = -range) {
    const own = chart(id, () => ({
      type: "bar",
      data: { labels: index.components.map((name) => name), datasets: [{ data: [], backgroundColor: [], borderColor: colours.muted, borderWidth: 1, whole: [] }] },
      options: {
        scales: {
          x: { ticks: componentTicks(), grid: { display: false } },
          y: { min: from, max: range, grid: { color: colours.grid } },
        },
        plugins: { tooltip: { callbacks: { label: (item) => item.dataset.words[item.dataIndex] } } },
      },
      plugins: [clampedWords],
    }));
    const set = own.data.datasets[0];
    set.whole = values;
    set.data = values.map((value) => (Number.isFinite(value) ? clamp(value, range) : 0));
    set.backgroundColor = values.map((value, c) => colourOf(value, c));
    set.words = values.map((value, c) => words(value, c));
    // options that are set again are resolved again, which takes longer than drawing
    const scale = own.options.scales.y;
    if (scale.min !== from || scale.max !== range) Object.assign(scale, { min: from, max: range });
    const large = index.components.map((_, c) => (filtered(c) ? c : "")).join();
    if (own.large !== undefined && own.large !== large) own.options.scales.x.ticks = componentTicks();
    own.large = large;
    own.update("none");
  }

  function gradientRange(gradients) {
    let range = 0;
    if (gradients) for (const each of gradients) if (Math.abs(each) > range) range = Math.abs(each);
    return range;
  }

  function componentsAt(loadings, gradients) {
    const k = index.components.length;
    const { step, target } = fabula.state.now;
    const range = gradientRange(gradients);
    const values = Array.from(loadings.subarray(step * k, (step + 1) * k));
    const own = gradients ? Array.from(gradients.subarray(step * k, (step + 1) * k)) : values.map(() => NaN);
    bars("bars", values, (_, c) => diverging(own[c], range), index.range, (value, c) =>
      fabula.named(index.components[c]) + ": " + short(value)
      + (Number.isFinite(own[c]) ? "; " + index.words.gradient + " " + short(own[c]) : ""), low());
    say("bars", "Components at step " + (step + 1) + ": "
      + values.map((value, c) => index.components[c] + " " + short(value)).join(", "));
    const legend = document.getElementById("legend-range");
    if (legend) legend.textContent = "\u00b1" + short(range);
    if (!document.getElementById("gradient")) return;
    bars("gradient", own, (value) => diverging(value, range), range || 1, (value, c) =>
      fabula.named(index.components[c]) + ": " + short(value));
    say("gradient", "Gradient of " + index.targets[target] + " at step " + (step + 1) + ": "
      + (Number.isFinite(own[0]) ? own.map((value, c) => index.components[c] + " " + short(value)).join(", ") : "none for this sample"));
  }

  /* Where the current step is. */
  const marker = {
    id: "marker",
    afterDraw(own) {
      const step = own.marked;
      if (step === undefined || !own.scales.x) return;
      const x = own.scales.x.getPixelForValue(step);
      own.ctx.save();
      own.ctx.strokeStyle = colours.muted;
      own.ctx.setLineDash([4, 3]);
      own.ctx.beginPath();
      own.ctx.moveTo(x, own.chartArea.top);
      own.ctx.lineTo(x, own.chartArea.bottom);
      own.ctx.stroke();
      own.ctx.restore();
    },
  };

  function lines(id, series, step, words) {
    const own = chart(id, () => ({
      type: "line",
      data: { labels: [], datasets: [] },
      options: {
        interaction: { mode: "nearest", intersect: false },
        scales: {
          x: { title: { display: true, text: "step" }, grid: { display: false } },
          y: { grid: { color: colours.grid } },
        },
        plugins: { legend: { display: true, labels: { boxWidth: 18, boxHeight: 2, filter: (item, data) => data.datasets[item.datasetIndex].told } } },
      },
      plugins: [marker],
    }));
    const length = Math.max(...series.map((each) => each.values.length));
    own.data.labels = Array.from({ length }, (_, t) => t + 1);
    own.data.datasets = series.map((each) => ({
      label: each.name, data: each.values, borderColor: each.colour, backgroundColor: each.colour,
      borderWidth: each.strong ? 2 : 1, borderDash: each.dash ?? [], pointRadius: 0, pointHitRadius: 8,
      told: each.told !== false, order: each.strong ? 0 : 1, spanGaps: false,
    }));
    own.marked = step;
    own.update("none");
    if (words) say(id, words);
  }

  function trajectory(loadings, length) {
    const { x, y, step } = fabula.state.now;
    const k = index.components.length;
    lines("trajectory", index.components.map((name, c) => ({
      name: fabula.named(name),
      values: Array.from({ length }, (_, t) => loadings[t * k + c]),
      colour: c === x ? colours.accent : c === y ? colours.other : colours.neutral,
      dash: c === y ? [6, 3] : [],
      strong: c === x || c === y,
      told: c === x || c === y,
    })), step, "All components over " + length + " steps; " + index.components[x] + " and " + index.components[y] + " stand out");
  }

  const BINS = 100;
  const counted = new Map();

  /* How often values of a component occur among the points of the background. */
  function counts(component) {
    if (counted.has(component)) return counted.get(component);
    base ??= fabula.floats(index.base);
    const k = index.components.length;
    const values = Array.from({ length: base.length / k }, (_, i) => base[i * k + component]).filter(Number.isFinite);
    const least = values.reduce((a, b) => Math.min(a, b), Infinity);
    const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const width = most > least ? (most - least) / BINS : 1;
    const bins = new Array(BINS).fill(0);
    for (const value of values) bins[Math.min(BINS - 1, Math.floor((value - least) / width))]++;
    const made = { least, width, bins, all: values.length };
    counted.set(component, made);
    return made;
  }

  /* The component across, in 100 bins, and where it is at this step. */
  function histogram(loadings) {
    const { x, step } = fabula.state.now;
    const { least, width, bins, all } = counts(x);
    const value = loadings[step * index.components.length + x];
    const own = chart("histogram", () => ({
      type: "bar",
      data: { labels: [], datasets: [{ data: [], categoryPercentage: 1, barPercentage: 1 }] },
      options: {
        scales: {
          x: { title: { display: true, text: "" }, grid: { display: false }, ticks: { maxRotation: 0, autoSkip: true, maxTicksLimit: 9 } },
          y: { grid: { color: colours.grid }, title: { display: true, text: "steps" }, ticks: { precision: 0 } },
        },
        plugins: { tooltip: { callbacks: { title: (items) => items[0].chart.ranges[items[0].dataIndex] } } },
      },
      plugins: [marker],
    }));
    const edge = (bin) => short(least + bin * width);
    const other = own.component !== x;
    if (other) {
      own.component = x;
      own.ranges = bins.map((_, i) => edge(i) + " to " + edge(i + 1));
      own.data.labels = bins.map((_, i) => short(least + (i + 0.5) * width));
      own.data.datasets[0].data = bins;
      own.data.datasets[0].backgroundColor = colours.accent;
      own.options.scales.x.title.text = fabula.named(index.components[x]) + ", " + all + " steps";
    }
    const bin = Math.floor((value - least) / width);
    own.marked = Number.isFinite(value) ? Math.max(0, Math.min(BINS - 1, bin)) : undefined;
    if (other) own.update("none");
    else own.draw(); /* the mark alone has moved */
    say("histogram", "How often values of " + index.components[x] + " occur, from " + edge(0) + " to " + edge(BINS) + "; " + short(value) + " at step " + (step + 1));
  }

  /* Bars of one step, what was done outlined. */
  function choices(id, labels, series, title) {
    const own = chart(id, () => ({
      type: "bar",
      data: { labels, datasets: [] },
      options: {
        scales: { x: { ticks: { autoSkip: false, maxRotation: 60, font: { size: 10 } }, grid: { display: false } }, y: { grid: { color: colours.grid } } },
        plugins: { legend: { display: series.length > 1, labels: { boxWidth: 14 } } },
      },
    }));
    own.data.labels = labels;
    own.options.plugins.legend.display = series.length > 1;
    own.data.datasets = series.map((each, s) => ({
      label: each.name, data: each.values,
      backgroundColor: each.values.map((_, i) => (s === 1 ? colours.other : i === each.chosen && series.length === 1 ? colours.other : colours.accent)),
      borderColor: colours.ink,
      borderWidth: each.values.map((_, i) => (i === each.chosen ? 2 : 0)),
    }));
    own.update("none");
    say(id, title + ": " + series.map((each) => (series.length > 1 ? each.name + ", " : "")
      + labels.map((label, i) => label + " " + short(each.values[i])).join(", ")).join("; "));
  }

  /* Rows look at columns; the more, the darker. */
  function matrix(id, labels, rows, title) {
    const canvas = document.getElementById(id);
    const box = canvas.parentElement;
    const ratio = devicePixelRatio || 1;
    const wide = box.clientWidth;
    const high = Math.max(190, 18 * labels.length + 70);
    box.style.height = high + "px";
    canvas.width = wide * ratio;
    canvas.height = high * ratio;
    canvas.style.width = wide + "px";
    canvas.style.height = high + "px";
    const ctx = canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.font = "11px " + Chart.defaults.font.family;
    const left = 84;
    const top = 64;
    const w = (wide - left - 34) / labels.length;
    const h = (high - top - 6) / labels.length;
    const [from, to] = [rgb(colours.card), rgb(colours.raise)];
    rows.forEach((row, r) => row.forEach((value, c) => {
      const share = Math.max(0, Math.min(1, value));
      ctx.fillStyle = "rgb(" + from.map((f, i) => Math.round(f + (to[i] - f) * share)).join(",") + ")";
      ctx.fillRect(left + c * w, top + r * h, w - 1, h - 1);
      if (w > 34) {
        ctx.fillStyle = share > 0.6 ? colours.card : colours.ink;
        ctx.textAlign = "center";
        ctx.fillText(value.toFixed(2), left + (c + 0.5) * w, top + (r + 0.5) * h + 4);
      }
    }));
    ctx.fillStyle = colours.muted;
    ctx.textAlign = "right";
    labels.forEach((label, r) => ctx.fillText(label, left - 6, top + (r + 0.5) * h + 4));
    ctx.textAlign = "left";
    labels.forEach((label, c) => {
      ctx.save();
      ctx.translate(left + (c + 0.5) * w, top - 5);
      ctx.rotate(-0.7);
      ctx.fillText(label, 0, 0);
      ctx.restore();
    });
    say(id, title + ": " + rows.map((row, r) => labels[r] + " looks at " + labels.map((label, c) => label + " " + short(row[c])).join(", ")).join("; "));
  }

  return { start, matrix, histogram, scatter, componentsAt, trajectory, choices, lines, short, colours, made };
})();
