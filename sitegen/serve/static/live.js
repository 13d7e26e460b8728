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

  // Whether this page has loaded a file, by whatever way; a picture of a stylesheet, too.
  function isLoaded(path) {
    return performance.getEntriesByType("resource").some((each) => new URL(each.name).pathname === path);
  }

  // Puts stylesheets in each other's place; says whether the page shows one that no link of its own names.
  function swap(styles) {
    const former = new Set(Object.keys(styles));
    for (const link of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      const { origin, pathname } = new URL(link.href);
      const now = styles[pathname];
      if (!now || origin !== location.origin) continue;
      former.delete(pathname);
      const next = link.cloneNode();
      next.href = `${now}?preview=${number}`;
      next.onload = () => link.remove();
      link.after(next);
    }
    me.dataset.etag = "";
    return [...former].some(isLoaded);
  }

  // The desk shows an article on paper in a frame, which has no script of ours.
  function renewFrames() {
    for (const frame of document.querySelectorAll("iframe.paper")) frame.contentWindow.location.reload();
  }

  async function isOutdated(turn) {
    if (turn.styles) return swap(turn.styles);
    return turn.reload || (turn.files || []).some(isLoaded) || isAnother();
  }

  async function take(turn) {
    if (turn.anew) return reload();
    if (turn.number <= number) return;
    const taken = !document.dispatchEvent(new Event("sitegen:turn", { cancelable: true }));
    if (follow && turn.follow && turn.follow !== location.pathname) location.assign(turn.follow);
    else if (!taken) {
      if (await isOutdated(turn)) reload();
      else renewFrames();
    }
    number = turn.number;
  }

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource(`/_desk/events?number=${number}&run=${me.dataset.run}`);
    stream.addEventListener("turn", (event) => {
      // Where the preview has gone in the meantime, the next stream tells of the turn again.
      turns = turns.then(() => take(JSON.parse(event.data))).catch(() => {});
    });
    stream.addEventListener("error", () => {
      if (stream?.readyState !== EventSource.CLOSED) return;
      stream = null;
      setTimeout(listen, 1000);
    });
  }

  // Over the page, the mistakes are what keys are for: Escape hides them.
  function raise() {
    const overlay = document.querySelector("sitegen-preview")?.shadowRoot?.querySelector("dialog[open]");
    overlay?.close();
    overlay?.showModal();
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
  raise();
  listen();
})();
