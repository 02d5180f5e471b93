"use strict";

/* What is asked of the server: interventions and labels, with the token that only this page knows. */
fabula.post = async (path, body) => {
  const token = document.querySelector("meta[name=fabula-token]")?.content ?? "";
  try {
    const reply = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Fabula-Token": token },
      body: JSON.stringify(body),
    });
    const text = await reply.text();
    if (reply.ok) return JSON.parse(text);
    const wrong = reply.headers.get("Content-Type")?.startsWith("application/json")
      ? JSON.parse(text).problem : "the server said no (" + reply.status + "); reload the page";
    fabula.say(wrong, true);
  } catch (e) {
    fabula.say("the server does not answer; is ./fabula panel still running?", true);
  }
  return null;
};

fabula.live = (() => {
  const element = (id) => document.getElementById(id);
  let comparison = null;
  let index = null;

  function kindChanged() {
    const kind = element("kind").value.split("-")[0]; /* such as push-2, of the third agent */
    for (const each of document.querySelectorAll(".of-component")) each.hidden = kind === "edit";
    for (const each of document.querySelectorAll(".of-push")) each.hidden = kind !== "push" || each.dataset.repeated === "no";
    for (const each of document.querySelectorAll(".of-edit")) each.hidden = kind !== "edit";
  }

  async function ask(event) {
    event.preventDefault();
    const button = element("intervene");
    button.disabled = true;
    const begun = performance.now();
    const state = fabula.state.now;
    const said = await fabula.post("interventions", {
      sample: state.sample,
      step: state.step,
      kind: element("kind").value,
      component: Number(element("pushed").value),
      amount: Number(element("amount").value),
      every: element("every").checked,
      edit: element("edit").value,
      steps: Number(element("twin-steps").value),
    });
    button.disabled = false;
    const words = element("intervention-words");
    words.classList.toggle("wrong", said === null);
    if (said === null) {
      words.textContent = element("status").textContent;
      return;
    }
    comparison = said;
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    words.textContent = fabula.words(said.words) + " at step " + (state.step + 1) + " of "
      + index.samples[state.sample] + ". As it was: " + outcome(said.original)
      + ". The twin: " + outcome(said.twin) + ". (" + seconds + " s)";
    words.dataset.seconds = seconds;
    element("twins").hidden = false;
    const most = Math.max(said.original.actions.length, said.twin.actions.length);
    element("twin-step").max = most - 1;
    element("twin-step").value = firstDifference(said);
    element("pushed").dispatchEvent(new Event("show"));
    await show();
  }

  const outcome = (course) => course.ending + " after " + course.actions.length + " steps, return " + fabula.charts.short(course.returned);

  function firstDifference(said) {
    const t = said.twin.actions.findIndex((action, i) => action !== said.original.actions[i]);
    return Math.max(0, t);
  }

  async function show() {
    if (!comparison) return;
    const step = Number(element("twin-step").value);
    const { original, twin } = comparison;
    await fabula.frames.draw(element("twin-frames"), [
      { ...original.frames, name: "as it was: " + (original.actions[step] ?? original.ending) },
      { ...twin.frames, name: "twin: " + (twin.actions[step] ?? twin.ending) },
    ], step, "");
    element("twin-frames").classList.add("frames");
    element("twin-counter").textContent = (step + 1) + " of " + (Number(element("twin-step").max) + 1);
    const at = (course) => Math.min(step, course.actions.length - 1);
    fabula.charts.choices("twin-actions", original.bars.labels, [
      { name: "as it was", values: original.bars.steps[at(original)], chosen: original.bars.chosen[at(original)] },
      { name: "twin", values: twin.bars.steps[at(twin)], chosen: twin.bars.chosen[at(twin)] },
    ], element("twin-actions").closest(".view").querySelector("h3").textContent);
    fabula.charts.choices("twin-components", index.components, [
      { name: "as it was", values: original.components[at(original)], chosen: -1 },
      { name: "twin", values: twin.components[at(twin)], chosen: -1 },
    ], "Components");
    fabula.charts.lines("twin-values", [
      { name: "as it was", values: original.values, colour: fabula.charts.colours.accent, strong: true },
      { name: "twin", values: twin.values, colour: fabula.charts.colours.other, strong: true, dash: [6, 3] },
    ], step, "Value of both over the steps");
  }

  function start(of) {
    index = of;
    if (!element("intervention")) return;
    element("kind").addEventListener("change", kindChanged);
    element("intervention").addEventListener("submit", ask);
    element("twin-step").addEventListener("input", show);
    fabula.state.onChange((what) => { if (what === "colours") show(); });
    kindChanged();
  }

  return { start };
})();
