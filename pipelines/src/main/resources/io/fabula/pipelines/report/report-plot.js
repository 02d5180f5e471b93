"use strict";

/* Turns a figure's specification (data, mapping, layers, scales, panels) into marks on axes. */
fabula.plot = (() => {
  const INK = "#1f2933";
  const VIRIDIS = ["#471366", "#46307e", "#3e4c8a", "#32658e", "#297a8e", "#228c8d", "#20a386", "#3dbc74", "#74d055", "#b8de29", "#dfe318"];

  const plain = (text) => String(text).replaceAll("\u200b", "");
  const short = (value) => (typeof value === "number" ? Number(value.toPrecision(4)).toString() : plain(value));
  const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

  function between(from, to, share) {
    const [a, b] = [rgb(from), rgb(to)];
    return "#" + a.map((f, i) => Math.round(f + (b[i] - f) * share).toString(16).padStart(2, "0")).join("");
  }

  function alongViridis(share) {
    const place = Math.max(0, Math.min(1, share)) * (VIRIDIS.length - 1);
    const i = Math.min(VIRIDIS.length - 2, Math.floor(place));
    return between(VIRIDIS[i], VIRIDIS[i + 1], place - i);
  }

  const columnsOf = (layer, spec) => layer.data ?? spec.data ?? {};

  function rowsOf(layer, spec) {
    const columns = columnsOf(layer, spec);
    const names = Object.keys(columns);
    const count = names.length === 0 ? 0 : columns[names[0]].length;
    return Array.from({ length: count }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
  }

  function mappingOf(layer, spec) {
    const columns = columnsOf(layer, spec);
    const all = { ...(spec.mapping ?? {}), ...(layer.mapping ?? {}) };
    return Object.fromEntries(Object.entries(all).filter(([, name]) => name in columns));
  }

  const scaleOf = (spec, aesthetic) => (spec.scales ?? []).find((each) => each.aesthetic === aesthetic) ?? {};

  /* All values that layers map to one of some aesthetics. */
  function valuesOf(spec, aesthetics) {
    const values = [];
    for (const layer of spec.layers) {
      const mapping = mappingOf(layer, spec);
      for (const aesthetic of aesthetics) {
        if (mapping[aesthetic]) values.push(...columnsOf(layer, spec)[mapping[aesthetic]].filter((v) => v !== null));
      }
    }
    return values;
  }

  /* An axis: how a value becomes a place, and what stands at its ticks. */
  function axisOf(spec, aesthetic) {
    const scale = scaleOf(spec, aesthetic);
    const values = valuesOf(spec, [aesthetic]);
    const names = scale.discrete || values.some((v) => typeof v === "string")
      ? (scale.limits ?? [...new Set(values)]).map(String) : null;
    let ticks = null;
    if (names) ticks = names.map((name, i) => ({ value: i, label: plain(name) }));
    else if (scale.breaks) {
      ticks = scale.breaks.map((value, i) => ({ value, label: scale.labels ? plain(scale.labels[i]) : tick(value, scale.format) }));
    }
    return {
      title: scale.name ?? "", names, ticks, format: scale.format,
      limits: !names && scale.limits ? scale.limits : null,
      place: (value) => (value === null || value === undefined ? NaN : names ? names.indexOf(String(value)) : Number(value)),
    };
  }

  function tick(value, format) {
    if (format === "d") return String(Math.round(value));
    if (format === ".2s" && Math.abs(value) >= 1000) {
      return value >= 1e6 ? Number((value / 1e6).toPrecision(3)) + "M" : Number((value / 1e3).toPrecision(3)) + "k";
    }
    return Number(Number(value).toPrecision(4)).toString();
  }

  /* A colour scale: of categories, of numbers around 0, or of numbers from low to high. */
  function colourOf(spec, aesthetic) {
    const scale = scaleOf(spec, aesthetic);
    const values = valuesOf(spec, [aesthetic]);
    if (values.length === 0) return null;
    if (scale.values) {
      const names = (scale.limits ?? [...new Set(values)]).map(String);
      return { title: scale.name ?? "", names, of: (value) => scale.values[names.indexOf(String(value))] ?? INK };
    }
    const numbers = values.filter((v) => typeof v === "number");
    if (numbers.length === 0) return null;
    if (scale.scale_mapper_kind === "color_gradient2") {
      const range = scale.limits[1];
      const of = (value) => between(scale.mid, value < 0 ? scale.low : scale.high, Math.min(1, Math.abs(value) / range));
      return { title: scale.name ?? "", low: -range, high: range, of };
    }
    const low = scale.limits?.[0] ?? Math.min(...numbers);
    const high = scale.limits?.[1] ?? Math.max(...numbers);
    return { title: scale.name ?? "", low, high, of: (value) => alongViridis(high > low ? (value - low) / (high - low) : 0.5) };
  }

  /* The panels, in rows of so many, each with the value of its columns. */
  function panelsOf(spec) {
    const facet = spec.facet ?? {};
    const column = facet.name === "wrap" ? facet.facets[0] : null;
    if (column) {
      const values = distinct(spec, column);
      if (facet.order?.[0]) values.sort((a, b) => (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0));
      const format = facet.format?.[0];
      const name = (value) => (format ? format.replace(/\{[^}]*\}/, plain(value)) : plain(value));
      return { columns: facet.ncol ?? 1, free: facet.scales === "free_y", panels: values.map((value) => ({ title: name(value), at: { [column]: value } })) };
    }
    if (facet.name === "grid") {
      const across = distinct(spec, facet.x);
      const panels = [];
      for (const y of distinct(spec, facet.y)) {
        for (const x of across) panels.push({ title: plain(y) + ", " + plain(x), at: { [facet.x]: x, [facet.y]: y } });
      }
      return { columns: across.length, free: false, panels };
    }
    return { columns: 1, free: true, panels: [{ title: "", at: {} }] };
  }

  function distinct(spec, column) {
    const values = [];
    for (const layer of spec.layers) values.push(...(columnsOf(layer, spec)[column] ?? []));
    return [...new Set(values)];
  }

  const isIn = (row, panel) => Object.entries(panel.at).every(([column, value]) => !(column in row) || row[column] === value);

  /* The distance between neighbours on an axis. */
  function resolution(axis, values) {
    if (axis.names) return 1;
    const sorted = [...new Set(values.map(Number))].sort((a, b) => a - b);
    let least = Infinity;
    for (let i = 1; i < sorted.length; i++) if (sorted[i] - sorted[i - 1] > 1e-12) least = Math.min(least, sorted[i] - sorted[i - 1]);
    return Number.isFinite(least) ? least : 1;
  }

  const HIDDEN = new Set(["y", "line", "tile", "colour", "x0", "label"]);

  function words(row, drawn) {
    return Object.entries(row)
      .filter(([name, value]) => value !== null && !(HIDDEN.has(name) && !drawn.has(name)))
      .slice(0, 12)
      .map(([name, value]) => plain(name).replaceAll("_", " ") + ": " + short(value));
  }

  function marksOf(spec, layer, panel, axes, colours) {
    const mapping = mappingOf(layer, spec);
    const columns = columnsOf(layer, spec);
    const rows = rowsOf(layer, spec).filter((row) => isIn(row, panel));
    const filled = ["bar", "tile", "ribbon"].includes(layer.geom);
    const aesthetic = filled ? "fill" : "color";
    const mapped = mapping[aesthetic] && colours[aesthetic] && layer[aesthetic] === undefined ? mapping[aesthetic] : null;
    const colour = (row) => (mapped ? colours[aesthetic].of(row[mapped]) : layer[aesthetic] ?? INK);
    const series = (row) => (mapped && colours[aesthetic].names ? String(row[mapped]) : "");
    const at = (name, row) => axes[name[0]].place(row[mapping[name]]);
    const common = (row) => ({ geom: layer.geom, series: series(row), colour: colour(row), alpha: layer.alpha ?? 1, size: layer.size ?? 1, dash: layer.linetype === "dashed" });
    const told = new Set(Object.keys(columns).filter((name) => ["x", "y"].some((a) => mapping[a] === name && name !== "y")));
    const tell = (row) => words(row, told);
    const marks = [];
    switch (layer.geom) {
      case "point":
        for (const row of rows) marks.push({ ...common(row), x: at("x", row), y: at("y", row), shape: layer.shape, words: tell(row) });
        break;
      case "line": {
        const groups = new Map();
        const by = mapping.group ?? mapping.color;
        for (const row of rows) {
          const key = by ? String(row[by]) : "";
          if (!groups.has(key)) groups.set(key, []);
          groups.get(key).push(row);
        }
        for (const group of groups.values()) {
          const points = group.map((row) => ({ x: at("x", row), y: at("y", row), words: tell(row) }));
          points.sort((a, b) => a.x - b.x);
          marks.push({ ...common(group[0]), points });
        }
        break;
      }
      case "ribbon": {
        const groups = new Map();
        for (const row of rows) {
          if (!groups.has(series(row))) groups.set(series(row), []);
          groups.get(series(row)).push(row);
        }
        for (const group of groups.values()) {
          const points = group.map((row) => ({ x: at("x", row), low: at("ymin", row), high: at("ymax", row) }));
          points.sort((a, b) => a.x - b.x);
          marks.push({ ...common(group[0]), points: points.filter((p) => Number.isFinite(p.low) && Number.isFinite(p.high)) });
        }
        break;
      }
      case "bar": case "errorbar": {
        const dodged = layer.position === "dodge" || layer.position?.name === "dodge";
        const kinds = colours.fill?.names ?? [""];
        const of = mapping.fill ?? mapping.group;
        const step = resolution(axes.x, columns[mapping.x] ?? []);
        const whole = (layer.position?.width ?? layer.width ?? 0.9) * step;
        const wide = dodged ? whole / kinds.length : whole;
        const tops = new Map();
        for (const row of rows) {
          const i = dodged && of ? kinds.indexOf(String(row[of])) : 0;
          const x = at("x", row) + (dodged ? (i - (kinds.length - 1) / 2) * wide : 0);
          if (layer.geom === "errorbar") {
            marks.push({ ...common(row), series: of && dodged ? String(row[of]) : "", x, low: at("ymin", row), high: at("ymax", row), wide: wide / 3 });
            continue;
          }
          const y = at("y", row);
          const below = dodged ? 0 : tops.get(x) ?? 0;
          tops.set(x, below + y);
          marks.push({ ...common(row), left: x - wide / 2, right: x + wide / 2, bottom: below, top: below + y, words: tell(row) });
        }
        break;
      }
      case "tile": {
        const w = (layer.width ?? 1) * resolution(axes.x, columns[mapping.x] ?? []);
        const h = (layer.height ?? 1) * resolution(axes.y, columns[mapping.y] ?? []);
        for (const row of rows) {
          const [x, y] = [at("x", row), at("y", row)];
          marks.push({ ...common(row), left: x - w / 2, right: x + w / 2, bottom: y - h / 2, top: y + h / 2, words: tell(row) });
        }
        break;
      }
      case "segment":
        for (const row of rows) {
          marks.push({ ...common(row), x: at("x", row), y: at("y", row), xend: at("xend", row), yend: at("yend", row), arrow: Boolean(layer.arrow), words: tell(row) });
        }
        break;
      case "text":
        for (const row of rows) {
          marks.push({ ...common(row), x: at("x", row), y: at("y", row) + (layer.nudge_y ?? 0), text: plain(row[mapping.label] ?? ""), left: layer.hjust === "left", above: layer.vjust === "bottom" });
        }
        break;
      default: /* reference lines: one of the layer, or one for each of its rows */
        for (const row of layer.data ? rows : [{}]) {
          const of = (name) => (mapping[name] ? Number(row[mapping[name]]) : layer[name]);
          marks.push({ ...common(row), series: "", across: of("yintercept"), up: of("xintercept"), slope: of("slope"), intercept: of("intercept") });
        }
    }
    return marks;
  }

  /* How far marks reach. */
  function reach(panels, axis, direction, spec) {
    if (axis.limits) return axis.limits;
    const tiles = spec.layers.some((each) => each.geom === "tile");
    if (axis.names) return tiles ? [-0.5, axis.names.length - 0.5] : [-0.6, axis.names.length - 0.4];
    let low = Infinity;
    let high = -Infinity;
    const take = (value) => { if (Number.isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value); } };
    for (const panel of panels) {
      for (const mark of panel.marks) {
        if (direction === "x") [mark.x, mark.xend, mark.left === true ? NaN : mark.left, mark.right, mark.up].forEach(take);
        else [mark.y, mark.yend, mark.bottom, mark.top, mark.low, mark.high, mark.across].forEach(take);
        for (const point of mark.points ?? []) {
          if (direction === "x") take(point.x);
          else [point.y, point.low, point.high].forEach(take);
        }
      }
    }
    if (!(low <= high)) return [0, 1];
    if (low === high) return [low - 0.5, high + 0.5];
    const more = tiles ? 0 : 0.05 * (high - low);
    const bars = direction === "y" && spec.layers.some((each) => each.geom === "bar");
    return [bars && low === 0 ? 0 : low - more, high + more];
  }

  /* Everything that has to be drawn. */
  function read(spec) {
    const axes = { x: axisOf(spec, "x"), y: axisOf(spec, "y") };
    const colours = { fill: colourOf(spec, "fill"), color: colourOf(spec, "color") };
    const { columns, free, panels } = panelsOf(spec);
    for (const panel of panels) panel.marks = spec.layers.flatMap((layer) => marksOf(spec, layer, panel, axes, colours));
    for (const panel of panels) {
      panel.x = reach(panels, axes.x, "x", spec);
      panel.y = reach(free ? [panel] : panels, axes.y, "y", spec);
    }
    const shown = [colours.fill, colours.color].filter((each) => each);
    const named = shown.find((each) => each.names);
    return {
      axes, columns, panels,
      ratio: spec.width / spec.height,
      square: spec.coord?.name === "fixed",
      legend: spec.legend && named ? named.names.map((name) => ({ name, colour: named.of(name) })) : [],
      scale: shown.find((each) => !each.names) ?? null,
      subtitle: spec.subtitle ?? "",
    };
  }

  /* The numbers as a table: columns of the figure's own data. */
  function numbers(spec, most) {
    const layer = spec.layers.find((each) => !each.data) ?? spec.layers[0];
    const columns = columnsOf(layer, spec);
    const names = Object.keys(columns).filter((name) => columns[name].some((value) => value !== null));
    const rows = rowsOf(layer, spec);
    return { names: names.map((name) => plain(name).replaceAll("_", " ")), rows: rows.slice(0, most).map((row) => names.map((name) => (row[name] === null ? "" : short(row[name])))), all: rows.length };
  }

  return { read, numbers, tick, short };
})();
