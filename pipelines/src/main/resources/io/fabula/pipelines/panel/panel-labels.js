"use strict";

/* Names that people gave, and where they give them. */
fabula.labels = (() => {
  let labels = [];
  let index = null;

  const key = () => JSON.stringify(labels);
  const find = (subject) => labels.find((each) => each.subject === subject);
  const words = (label) => (label.sign ? label.sign + " " : "") + label.name;

  fabula.labelsKey = key;

  fabula.named = (subject) => {
    const label = find(subject);
    return label ? subject + " (" + words(label) + ")" : subject;
  };

  /* Components and behaviours in a text with their names. */
  fabula.words = (text) => labels.reduce((said, label) => {
    const number = label.subject.replace(/[^0-9]/g, "");
    const subject = label.subject.startsWith("IC") ? "\\bIC" : "\\b[Bb]ehaviour ";
    return said.replace(new RegExp(subject + number + "(?![0-9])", "g"), (found) => found + " (" + words(label) + ")");
  }, text);

  function show() {
    const list = document.getElementById("label-list");
    list.replaceChildren(...labels.map((label) => {
      const item = document.createElement("li");
      item.textContent = label.subject + ": " + words(label) + (label.note ? " \u2013 " + label.note : "");
      return item;
    }));
    if (labels.length === 0) {
      const nothing = document.createElement("li");
      nothing.textContent = "Nothing has a name yet.";
      list.append(nothing);
    }
    for (const option of document.querySelectorAll("#x option, #y option, #pushed option, #extreme-of option")) {
      option.textContent = fabula.named(index.components[option.value]);
    }
    for (const option of document.querySelectorAll("#group option")) {
      const group = index.groups.find((each) => each.id === option.value);
      if (group) option.textContent = fabula.words(group.name) + " (" + group.samples.length + ")";
    }
  }

  function fill() {
    const label = find(document.getElementById("label-subject").value);
    document.getElementById("label-name").value = label?.name ?? "";
    document.getElementById("label-sign").value = label?.sign ?? "";
    document.getElementById("label-note").value = label?.note ?? "";
    document.getElementById("label-evidence").checked = false;
  }

  async function save(event) {
    event.preventDefault();
    const subject = document.getElementById("label-subject").value;
    const samples = new Set(find(subject)?.samples ?? []);
    if (document.getElementById("label-evidence").checked) {
      samples.add(Number(index.samples[fabula.state.now.sample].replace(/[^0-9]/g, "")));
    }
    const said = await fabula.post("labels", {
      subject,
      name: document.getElementById("label-name").value,
      sign: document.getElementById("label-sign").value,
      note: document.getElementById("label-note").value,
      samples: [...samples],
    });
    if (said === null) return;
    labels = said;
    show();
    fabula.say(find(subject) ? subject + " is called " + words(find(subject)) : subject + " has no name any more");
    fabula.state.set({}, "labels");
  }

  async function start(of) {
    index = of;
    labels = await fabula.load("labels");
    show();
    const form = document.getElementById("label-form");
    if (!form) return;
    form.addEventListener("submit", save);
    document.getElementById("label-subject").addEventListener("change", fill);
    fill();
    // what was named in another tab is seen on coming back
    addEventListener("focus", async () => {
      fabula.forget("labels");
      const before = key();
      labels = await fabula.load("labels");
      if (before !== key()) { show(); fabula.state.set({}, "labels"); }
    });
  }

  return { start };
})();
