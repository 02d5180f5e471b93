"use strict";

/* Data comes as scripts that hand it over, from a server and from a folder alike. */
var fabula = (() => {
  const held = new Map();
  const waiting = new Map();
  const KEPT = 400;

  function take(key, value) {
    const asked = waiting.get(key);
    waiting.delete(key);
    if (asked) asked(value);
  }

  function once(key) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      waiting.set(key, (value) => { script.remove(); resolve(value); });
      script.onload = () => {
        if (waiting.delete(key)) { script.remove(); reject(new Error(key + " holds no data")); }
      };
      script.onerror = () => {
        waiting.delete(key);
        script.remove();
        reject(new Error("data/" + key + ".js could not be loaded"));
      };
      script.src = "data/" + key + ".js";
      document.head.append(script);
    });
  }

  /* What was loaded is kept; of what belongs to single samples the last few hundred. */
  function load(key) {
    if (held.has(key)) return held.get(key);
    const promise = once(key);
    held.set(key, promise);
    promise.catch(() => held.delete(key));
    if (held.size > KEPT) {
      for (const old of held.keys()) {
        if (held.size <= KEPT) break;
        if (/^(sample|map)-/.test(old) && old !== key) held.delete(old);
      }
    }
    return promise;
  }

  function forget(key) { held.delete(key); }

  function floats(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    const view = new DataView(bytes.buffer);
    const values = new Float32Array(bytes.length / 4);
    for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(4 * i, true);
    return values;
  }

  return { take, load, forget, floats };
})();
