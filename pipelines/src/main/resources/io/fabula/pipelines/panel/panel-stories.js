"use strict";

/* What was found, in words with tables. */
fabula.stories = (() => {
  function table(of) {
    const holder = document.createElement("div");
    holder.className = "table";
    holder.tabIndex = 0;
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", of.title);
    const made = document.createElement("table");
    made.createCaption().textContent = of.title;
    const head = made.createTHead().insertRow();
    for (const each of of.header) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = fabula.words(each);
      head.append(cell);
    }
    const body = made.createTBody();
    for (const cells of of.rows) {
      const row = body.insertRow();
      for (const each of cells) row.insertCell().textContent = fabula.words(each);
    }
    holder.append(made);
    return holder;
  }

  function story(of, open) {
    const made = document.createElement("details");
    made.className = "story";
    made.open = open;
    const summary = document.createElement("summary");
    summary.textContent = fabula.words(of.title);
    if (of.shown !== null) {
      const badge = document.createElement("span");
      badge.className = "badge" + (of.shown ? " shown" : "");
      badge.textContent = of.shown ? "shown" : "not shown";
      summary.append(badge);
    }
    made.append(summary);
    for (const words of [of.verdict, ...of.text]) {
      const text = document.createElement("p");
      text.textContent = fabula.words(words);
      made.append(text);
    }
    for (const each of of.evidence) if (each.rows.length > 0) made.append(table(each));
    return made;
  }

  /* Those about the chosen group first, then those about all. */
  function show(index) {
    const chosen = fabula.state.now.group
      || (index.groups.find((group) => group.samples.includes(fabula.state.now.sample))?.id ?? "");
    const holder = document.getElementById("story-list");
    const own = index.stories.filter((each) => each.about !== "" && each.about === chosen);
    const others = index.stories.filter((each) => each.about === "");
    const key = chosen + fabula.labelsKey();
    if (holder.dataset.key === key) return;
    holder.dataset.key = key;
    holder.replaceChildren(...own.map((each) => story(each, true)), ...others.map((each) => story(each, false)));
    if (own.length + others.length === 0) {
      holder.textContent = "This run holds no verdicts.";
    }
  }

  return { show, table };
})();
