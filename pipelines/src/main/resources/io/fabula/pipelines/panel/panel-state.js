"use strict";

/* What is shown; the address says all of it. */
fabula.state = (() => {
  const listeners = [];
  const now = {
    sample: 0, step: 0, x: 0, y: 1, target: 0, group: "", at: "all",
    extreme: "", extremeOf: 0, extremeAt: false, overlay: false, reduced: 0, raw: {}, gradient: {},
  };
  let index = null;
  let writing = false;

  function start(of) {
    index = of;
    now.step = index.start_step;
    now.y = Math.min(1, index.components.length - 1);
    read();
    addEventListener("hashchange", () => {
      if (writing) { writing = false; return; }
      const before = JSON.stringify(now);
      reset();
      read();
      if (before !== JSON.stringify(now)) tell("address");
    });
  }

  function reset() {
    Object.assign(now, {
      sample: 0, step: index.start_step, x: 0, y: Math.min(1, index.components.length - 1),
      target: 0, group: "", at: "all", extreme: "", extremeOf: 0, extremeAt: false,
      overlay: false, reduced: 0, raw: {}, gradient: {},
    });
  }

  function number(text, most) {
    const value = Number(text);
    return Number.isInteger(value) && value >= 0 && value < most ? value : 0;
  }

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const sample = index.samples.indexOf(given.get("sample"));
    if (sample >= 0) now.sample = sample;
    if (given.has("step")) now.step = number(Number(given.get("step")) - 1, index.steps);
    for (const axis of ["x", "y"]) {
      const place = index.components.indexOf(given.get(axis));
      if (place >= 0) now[axis] = place;
    }
    const target = index.targets.indexOf(given.get("target"));
    if (target >= 0) now.target = target;
    if (index.groups.some((group) => group.id === given.get("group"))) now.group = given.get("group");
    if (given.has("at") && given.get("at") !== "all") {
      now.at = String(number(Number(given.get("at")) - 1, index.steps));
    }
    if (["high", "middle", "low"].includes(given.get("extreme"))) now.extreme = given.get("extreme");
    now.extremeOf = Math.max(0, index.components.indexOf(given.get("of")));
    now.extremeAt = given.get("there") === "1";
    now.overlay = given.get("overlay") === "1";
    now.reduced = ["3", "4"].includes(given.get("reduced")) ? Number(given.get("reduced")) : 0;
    for (const [key, value] of given) {
      const filter = /^(raw|grad)\.(.+)$/.exec(key);
      const component = filter ? index.components.indexOf(filter[2]) : -1;
      const bounds = value.split("..").map((each) => (each === "" ? null : Number(each)));
      if (component < 0 || bounds.length !== 2 || bounds.some(Number.isNaN)) continue;
      now[filter[1] === "raw" ? "raw" : "gradient"][component] = bounds;
    }
  }

  function write() {
    const said = new URLSearchParams();
    said.set("sample", index.samples[now.sample]);
    said.set("step", now.step + 1);
    said.set("x", index.components[now.x]);
    said.set("y", index.components[now.y]);
    if (index.targets.length > 0) said.set("target", index.targets[now.target]);
    if (now.group) said.set("group", now.group);
    if (now.at !== "all") said.set("at", Number(now.at) + 1);
    if (now.extreme) {
      said.set("extreme", now.extreme);
      said.set("of", index.components[now.extremeOf]);
      if (now.extremeAt) said.set("there", "1");
    }
    if (now.overlay) said.set("overlay", "1");
    if (now.reduced) said.set("reduced", now.reduced);
    for (const [kind, name] of [["raw", "raw"], ["gradient", "grad"]]) {
      for (const [component, bounds] of Object.entries(now[kind])) {
        said.set(name + "." + index.components[component], bounds.map((b) => b ?? "").join(".."));
      }
    }
    const hash = "#" + said.toString();
    if (location.hash === hash) return;
    try {
      history.replaceState(null, "", hash);
    } catch (e) { // some browsers refuse this for files
      writing = true;
      location.hash = hash;
    }
  }

  function tell(what) {
    write();
    for (const listener of listeners) listener(what);
  }

  function set(changes, what) {
    Object.assign(now, changes);
    tell(what);
  }

  function onChange(listener) { listeners.push(listener); }

  return { now, start, set, onChange, write };
})();
