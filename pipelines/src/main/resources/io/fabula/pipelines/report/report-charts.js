"use strict";

/* Draws figures anew, so that they can be asked for their numbers. */
fabula.figures = (() => {
  /* As in the pictures; dark mode turns both by the same filter. */
  const MUTED = "#6b7785";
  const LINE = "#dde2e8";
  const SMALL = 260;
  const LEAST = 90;
  const CAP = 8;

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "status");
  document.body.append(tip);

  function make(tag, style, text = "") {
    const element = document.createElement(tag);
    if (style) element.className = style;
    if (text) element.textContent = text;
    return element;
  }

  function tell(canvas, x, y, words) {
    (canvas.closest("dialog") ?? document.body).append(tip);
    tip.replaceChildren(...words.map((each) => make("div", "", each)));
    tip.hidden = false;
    const box = canvas.getBoundingClientRect();
    const left = Math.min(box.left + x + 14, innerWidth - tip.offsetWidth - 8);
    const top = box.top + y + 14 + tip.offsetHeight > innerHeight ? box.top + y - tip.offsetHeight - 10 : box.top + y + 14;
    tip.style.left = Math.max(4, left) + "px";
    tip.style.top = Math.max(4, top) + "px";
  }

  /* Where a mark is asked for its numbers. */
  function asked(mark) {
    if (mark.points) return mark.points.filter((each) => each.words);
    if (!mark.words) return [];
    if (mark.geom === "tile") return [{ x: (mark.left + mark.right) / 2, y: (mark.top + mark.bottom) / 2, words: mark.words }];
    if (mark.geom === "bar") return [{ x: (mark.left + mark.right) / 2, y: mark.top, words: mark.words }];
    if (mark.geom === "segment") return [];
    return [mark];
  }

  /* One set of points for each kind of mark that is told apart in the legend. */
  function sets(panel) {
    const found = new Map();
    for (const mark of panel.marks) {
      if (!found.has(mark.series)) {
        found.set(mark.series, { label: mark.series, data: [], marks: [], pointRadius: [], pointStyle: [], pointBackgroundColor: [], pointBorderColor: [], pointHitRadius: 12, showLine: false });
      }
      const set = found.get(mark.series);
      if (mark.geom !== "point") set.marks.push(mark);
      for (const each of asked(mark)) {
        if (!Number.isFinite(each.x) || !Number.isFinite(each.y)) continue;
        const point = mark.geom === "point";
        set.data.push({ x: each.x, y: each.y, words: each.words });
        set.pointRadius.push(point ? Math.max(1, 1.1 * mark.size) : 0);
        set.pointStyle.push(mark.shape === 4 ? "crossRot" : "circle");
        const colour = faded(mark.colour, mark.alpha);
        set.pointBackgroundColor.push(colour);
        set.pointBorderColor.push(mark.shape === 4 ? colour : "transparent");
      }
    }
    return [...found.values()];
  }

  const faded = (colour, alpha) => colour + Math.round(255 * alpha).toString(16).padStart(2, "0");

  const drawMarks = {
    id: "marks",
    beforeDatasetsDraw(chart) { drawAll(chart, (mark) => mark.geom !== "text" && mark.geom !== "errorbar"); },
    afterDatasetsDraw(chart) { drawAll(chart, (mark) => mark.geom === "text" || mark.geom === "errorbar"); },
  };

  function drawAll(chart, chosen) {
    const { ctx, chartArea: area, scales: { x: sx, y: sy } } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left - 1, area.top - 1, area.width + 2, area.height + 2);
    ctx.clip();
    const px = (value) => sx.getPixelForValue(value);
    const py = (value) => sy.getPixelForValue(value);
    chart.data.datasets.forEach((set, i) => {
      if (!chart.isDatasetVisible(i)) return;
      for (const mark of set.marks) if (chosen(mark)) draw(ctx, mark, px, py, area);
    });
    ctx.restore();
  }

  function line(ctx, points) {
    ctx.beginPath();
    let pen = false;
    for (const [x, y] of points) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) { pen = false; continue; }
      if (pen) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
      pen = true;
    }
    ctx.stroke();
  }

  function draw(ctx, mark, px, py, area) {
    ctx.globalAlpha = mark.alpha;
    ctx.strokeStyle = mark.colour;
    ctx.fillStyle = mark.colour;
    ctx.lineWidth = Math.max(0.7, 1.4 * mark.size);
    ctx.setLineDash(mark.dash ? [5, 4] : []);
    const vertical = (x) => line(ctx, [[px(x), area.top], [px(x), area.bottom]]);
    const level = (y) => line(ctx, [[area.left, py(y)], [area.right, py(y)]]);
    switch (mark.geom) {
      case "line": line(ctx, mark.points.map((p) => [px(p.x), py(p.y)])); break;
      case "segment":
        line(ctx, [[px(mark.x), py(mark.y)], [px(mark.xend), py(mark.yend)]]);
        if (mark.arrow) head(ctx, px(mark.x), py(mark.y), px(mark.xend), py(mark.yend));
        break;
      case "ribbon": {
        ctx.beginPath();
        mark.points.forEach((p, i) => (i === 0 ? ctx.moveTo(px(p.x), py(p.low)) : ctx.lineTo(px(p.x), py(p.low))));
        [...mark.points].reverse().forEach((p) => ctx.lineTo(px(p.x), py(p.high)));
        ctx.fill();
        break;
      }
      case "bar": case "tile": {
        if (![mark.left, mark.right, mark.top, mark.bottom].every(Number.isFinite)) break;
        const gap = mark.geom === "tile" && px(mark.right) - px(mark.left) > 8 ? 0.6 : 0;
        ctx.fillRect(px(mark.left), py(mark.top), px(mark.right) - px(mark.left) - gap, py(mark.bottom) - py(mark.top) - gap);
        break;
      }
      case "errorbar":
        ctx.lineWidth = 1.2;
        line(ctx, [[px(mark.x), py(mark.low)], [px(mark.x), py(mark.high)]]);
        for (const y of [mark.low, mark.high]) {
          const half = Math.min(CAP, px(mark.x + mark.wide) - px(mark.x));
          line(ctx, [[px(mark.x) - half, py(y)], [px(mark.x) + half, py(y)]]);
        }
        break;
      case "hline": level(mark.across); break;
      case "vline": vertical(mark.up); break;
      case "abline": {
        const [a, b] = [ctx.chartLow, ctx.chartHigh];
        line(ctx, [[px(a), py(mark.intercept + mark.slope * a)], [px(b), py(mark.intercept + mark.slope * b)]]);
        break;
      }
      case "text":
        ctx.font = "11px " + Chart.defaults.font.family;
        ctx.textAlign = mark.left ? "left" : "center";
        ctx.textBaseline = mark.above ? "bottom" : "middle";
        ctx.fillText(mark.text, px(mark.x), py(mark.y));
        break;
      default:
    }
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
  }

  function head(ctx, x0, y0, x1, y1) {
    const angle = Math.atan2(y1 - y0, x1 - x0);
    line(ctx, [[x1 - 5 * Math.cos(angle - 0.5), y1 - 5 * Math.sin(angle - 0.5)], [x1, y1], [x1 - 5 * Math.cos(angle + 0.5), y1 - 5 * Math.sin(angle + 0.5)]]);
  }

  /* Round numbers within a range, at least so many where that is possible. */
  function round(min, max, count) {
    const unit = 10 ** Math.floor(Math.log10((max - min) / count));
    const step = [10, 5, 2, 1].map((m) => m * unit).find((each) => (max - min) / each >= count) ?? unit;
    const values = [];
    for (let i = Math.ceil(min / step - 1e-9); i * step <= max + 1e-9 * step; i++) values.push(Number((i * step).toPrecision(12)));
    return values;
  }

  function scale(axis, [min, max], small, titled) {
    return {
      type: "linear", min, max,
      title: { display: titled && axis.title !== "", text: axis.title, color: MUTED, font: { size: 12 } },
      grid: { color: LINE, display: !axis.names },
      border: { color: LINE },
      ticks: {
        color: MUTED, autoSkip: true, includeBounds: false, maxRotation: 60, font: { size: small ? 9 : 11 }, maxTicksLimit: axis.ticks ? 200 : small ? 5 : 9,
        callback: (value, i, ticks) => ticks[i].label ?? fabula.plot.tick(value, axis.format),
      },
      afterBuildTicks: (own) => {
        if (!axis.ticks) own.ticks = round(own.min, own.max, small ? 3 : 6).map((value) => ({ value }));
        else own.ticks = axis.ticks.filter((each) => each.value >= own.min && each.value <= own.max).map((each) => ({ ...each }));
      },
    };
  }

  function chart(canvas, drawn, panel, small) {
    const plain = drawn.panels.length === 1;
    return new Chart(canvas, {
      type: "scatter",
      data: { datasets: sets(panel) },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false,
        interaction: { mode: "nearest", intersect: false, axis: "xy" },
        scales: { x: scale(drawn.axes.x, panel.x, small, plain), y: scale(drawn.axes.y, panel.y, small, plain) },
        plugins: {
          legend: { display: false },
          tooltip: {
            enabled: false,
            external: ({ chart: own, tooltip }) => {
              const words = tooltip.dataPoints?.[0]?.raw.words;
              if (tooltip.opacity === 0 || !words) tip.hidden = true;
              else tell(own.canvas, tooltip.caretX, tooltip.caretY, words);
            },
          },
        },
      },
      plugins: [{ id: "reach", beforeDraw: (own) => { [own.ctx.chartLow, own.ctx.chartHigh] = panel.x; } }, drawMarks],
    });
  }

  /* Left and right go from point to point. */
  function walk(canvas, own, event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) {
      if (event.key === "Escape") tip.hidden = true;
      return;
    }
    event.preventDefault();
    const points = own.data.datasets.flatMap((set, s) => (own.isDatasetVisible(s) ? set.data.map((raw, i) => ({ raw, at: own.getDatasetMeta(s).data[i] })) : []));
    if (points.length === 0) return;
    const now = Number(canvas.dataset.at ?? -1) + step;
    const next = ((now % points.length) + points.length) % points.length;
    canvas.dataset.at = next;
    tell(canvas, points[next].at.x, points[next].at.y, points[next].raw.words);
  }

  function legend(drawn, charts) {
    const box = make("div", "keys");
    for (const { name, colour } of drawn.legend) {
      const button = make("button", "", name.replaceAll("\u200b", ""));
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      const swatch = make("i");
      swatch.style.background = colour;
      button.prepend(swatch);
      button.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(on));
        for (const own of charts) {
          own.data.datasets.forEach((set, i) => { if (set.label === name) own.setDatasetVisibility(i, on); });
          own.update("none");
        }
      });
      box.append(button);
    }
    return box;
  }

  function colourBar({ title, low, high, of }) {
    const box = make("div", "keys scale");
    const bar = make("i");
    bar.style.background = "linear-gradient(to right, " + Array.from({ length: 9 }, (_, i) => of(low + ((high - low) * i) / 8)).join(", ") + ")";
    box.append(make("span", "", (title ? title.replaceAll("\n", " ") + " " : "") + fabula.plot.short(low)), bar, make("span", "", fabula.plot.short(high)));
    return box;
  }

  /* Draws a figure into an element. */
  function into(holder, spec, title, wide, high) {
    const drawn = fabula.plot.read(spec);
    const many = drawn.panels.length > 1;
    const fit = Math.max(1, Math.min(drawn.columns, Math.floor(wide / 120)));
    const rows = Math.ceil(drawn.panels.length / fit);
    const height = many ? Math.max(130, Math.min(SMALL, (high * drawn.columns) / fit / rows)) : high;
    const grid = make("div", many ? "panels" : "panels one");
    grid.style.gridTemplateColumns = "repeat(" + fit + ", minmax(0, 1fr))";
    const charts = [];
    if (drawn.subtitle) holder.append(make("p", "subtitle", drawn.subtitle));
    holder.append(grid);
    for (const panel of drawn.panels) {
      const cell = make("div");
      if (panel.title) cell.append(make("p", "strip", panel.title));
      const box = make("div", "box");
      box.style.height = height + "px";
      const canvas = make("canvas");
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", title + (panel.title ? ", " + panel.title : "") + "; left and right arrow keys go from point to point");
      box.append(canvas);
      cell.append(box);
      grid.append(cell);
      const own = chart(canvas, drawn, panel, many && wide / fit < 330);
      canvas.addEventListener("keydown", (event) => walk(canvas, own, event));
      for (const name of ["blur", "mouseleave"]) canvas.addEventListener(name, () => { tip.hidden = true; });
      charts.push(own);
    }
    if (many) {
      const names = [["across", drawn.axes.x.title], ["up", drawn.axes.y.title]].filter(([, name]) => name);
      if (names.length > 0) holder.append(make("p", "axes", names.map((each) => each.join(": ")).join("; ")));
    }
    if (drawn.legend.length > 0) holder.append(legend(drawn, charts));
    if (drawn.scale) holder.append(colourBar(drawn.scale));
    const boxes = [...grid.querySelectorAll(".box")];
    return {
      /* Makes all of it higher or lower, as far as it can still be read. */
      grow: (by) => boxes.forEach((box) => { box.style.height = Math.max(LEAST, height + by / rows) + "px"; }),
      end: () => charts.forEach((each) => each.destroy()),
    };
  }

  return { into, make };
})();
