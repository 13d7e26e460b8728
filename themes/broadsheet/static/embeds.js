// Videos and maps of other hosts open in their place when they are asked for, and load nothing before.
// Of other addresses, and without this script, the card is a link.
(() => {
  "use strict";
  const PLAYERS = [
    [/^https:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:.*&)?v=([\w-]+)/, (id) => `https://www.youtube-nocookie.com/embed/${id}?autoplay=1`],
    [/^https:\/\/youtu\.be\/([\w-]+)/, (id) => `https://www.youtube-nocookie.com/embed/${id}?autoplay=1`],
    [/^https:\/\/(?:www\.)?vimeo\.com\/(\d+)/, (id) => `https://player.vimeo.com/video/${id}?dnt=1&autoplay=1`],
    [/^(https:\/\/(?:www\.)?openstreetmap\.org\/export\/embed\.html\?.+)/, (whole) => whole],
    [/^(https:\/\/datawrapper\.dwcdn\.net\/\w+\/.*)/, (whole) => whole],
  ];

  function playerOf(url) {
    for (const [pattern, player] of PLAYERS) {
      const match = pattern.exec(url);
      if (match) return player(match[1]);
    }
    return null;
  }

  for (const link of document.querySelectorAll("figure.embed > figcaption a[href]")) {
    const player = playerOf(link.href);
    if (!player) continue;
    const figure = link.closest("figure");
    figure.classList.add("embed-here");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (figure.querySelector("iframe")) return;
      const frame = document.createElement("iframe");
      frame.src = player;
      frame.title = link.textContent;
      frame.allow = "autoplay; fullscreen; picture-in-picture";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      for (const each of [...figure.children]) if (each !== link.closest("figcaption")) each.remove();
      figure.prepend(frame);
      frame.focus();
    });
  }
})();
