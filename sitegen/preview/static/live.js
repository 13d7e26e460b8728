// Keeps an open page what its files say: told of a change, it swaps stylesheets in place, or loads itself again
// where it has become another page, and stays where it was read.
(() => {
  "use strict";
  const me = document.currentScript;
  const follow = "follow" in me.dataset;
  const SCROLL = "sitegen-preview-scroll";
  let number = Number(me.dataset.number);
  let stream = null;
  let turns = Promise.resolve();

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(SCROLL) || "null");
    sessionStorage.removeItem(SCROLL);
    if (kept && kept.path === location.pathname) window.scrollTo(kept.x, kept.y);
  }

  function reload() {
    sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
    location.reload();
  }

  async function isAnother() {
    const headers = { "If-None-Match": `"${me.dataset.etag}"` };
    const answer = await fetch(location.href, { method: "HEAD", headers, cache: "no-store" });
    return answer.status !== 304;
  }

  function swap(styles) {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      const now = styles[new URL(link.href).pathname];
      if (!now || new URL(link.href).origin !== location.origin) continue;
      const next = link.cloneNode();
      next.href = `${now}?preview=${number}`;
      next.onload = () => link.remove();
      link.after(next);
    }
  }

  async function take(turn) {
    if (turn.number <= number) return;
    number = turn.number;
    document.dispatchEvent(new Event("sitegen:turn"));
    if (follow && turn.follow && turn.follow !== location.pathname) location.assign(turn.follow);
    else if (turn.styles) {
      swap(turn.styles);
      me.dataset.etag = "";
    } else if (await isAnother().catch(() => false)) reload();
  }

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource(`/_desk/events?number=${number}`);
    stream.addEventListener("turn", (event) => {
      turns = turns.then(() => take(JSON.parse(event.data)));
    });
  }

  // A browser has six connections for a host, and hidden pages need none.
  function pause() {
    if (!document.hidden) return listen();
    stream?.close();
    stream = null;
  }

  document.addEventListener("visibilitychange", pause);
  window.addEventListener("pagehide", () => stream?.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      stream = null;
      listen();
    }
  });
  if (document.readyState === "complete") restore();
  else window.addEventListener("load", restore);
  listen();
})();
