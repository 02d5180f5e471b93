// Clips: controls come when they are needed, and the clips of a group can be played together.
for (const video of document.querySelectorAll("video")) {
  video.tabIndex = 0;
  video.controls = false;
  for (const name of ["pointerenter", "focus", "touchstart"]) {
    video.addEventListener(name, () => { video.controls = true; }, { passive: true });
  }
  for (const name of ["pointerleave", "blur"]) {
    video.addEventListener(name, () => { video.controls = document.activeElement === video; });
  }
}
for (const button of document.querySelectorAll(".play button")) {
  const videos = button.parentElement.nextElementSibling.querySelectorAll("video");
  button.hidden = false;
  button.addEventListener("click", () => {
    const play = button.textContent === "Play all";
    button.textContent = play ? "Pause all" : "Play all";
    for (const video of videos) {
      if (!play) video.pause();
      else { video.currentTime = 0; video.play(); }
    }
  });
}
