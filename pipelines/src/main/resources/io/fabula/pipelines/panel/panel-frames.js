"use strict";

/* Frames of strips, drawn one at a time. */
fabula.frames = (() => {
  const images = new Map();

  function image(address) {
    let known = images.get(address);
    if (!known) {
      known = new Promise((resolve, reject) => {
        const picture = new Image();
        picture.onload = () => resolve(picture);
        picture.onerror = () => reject(new Error("a picture could not be read"));
        picture.src = address;
      });
      images.set(address, known);
      if (images.size > 200) images.delete(images.keys().next().value);
    }
    return known;
  }

  /* Figures of a holder, as many as there are strips. */
  function prepare(holder, strips, empty) {
    if (strips.length === 0) {
      const words = document.createElement("p");
      words.className = "muted";
      words.textContent = empty;
      holder.replaceChildren(words);
      return;
    }
    if (holder.querySelectorAll("figure").length === strips.length) return;
    holder.replaceChildren(...strips.map(() => {
      const figure = document.createElement("figure");
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      figure.append(canvas, document.createElement("figcaption"));
      return figure;
    }));
  }

  async function draw(holder, strips, step, empty) {
    const pictures = await Promise.all(strips.map((strip) => image(strip.image)));
    prepare(holder, strips, empty);
    strips.forEach((strip, i) => {
      const figure = holder.querySelectorAll("figure")[i];
      const canvas = figure.querySelector("canvas");
      figure.classList.toggle("drawn", strip.width > 130);
      if (canvas.width !== strip.width || canvas.height !== strip.height) {
        canvas.width = strip.width;
        canvas.height = strip.height;
      }
      const over = step >= strip.frames;
      const shown = Math.min(step, strip.frames - 1);
      const ctx = canvas.getContext("2d");
      ctx.imageSmoothingEnabled = false;
      ctx.globalAlpha = over ? 0.4 : 1;
      ctx.clearRect(0, 0, strip.width, strip.height);
      ctx.drawImage(pictures[i], shown * strip.width, 0, strip.width, strip.height, 0, 0, strip.width, strip.height);
      const words = strip.name + (over ? ", over after step " + strip.frames : "");
      figure.querySelector("figcaption").textContent = words;
      canvas.setAttribute("aria-label", words + ", step " + (shown + 1));
    });
  }

  /* A map laid over the frame that it belongs to. */
  async function overlay(holder, map, frame, step) {
    await draw(holder, [map], step, "");
    const under = await image(frame.image);
    const canvas = holder.querySelector("canvas");
    const ctx = canvas.getContext("2d");
    ctx.globalCompositeOperation = "lighter";
    ctx.globalAlpha = 0.75;
    const shown = Math.min(step, frame.frames - 1);
    ctx.drawImage(under, shown * frame.width, 0, frame.width, frame.height, 0, 0, canvas.width, canvas.height);
    ctx.globalCompositeOperation = "source-over";
    ctx.globalAlpha = 1;
  }

  /* Whether a map lies over a frame point by point. */
  const fits = (map, frame) => map.width * frame.height === map.height * frame.width;

  return { draw, overlay, fits };
})();
