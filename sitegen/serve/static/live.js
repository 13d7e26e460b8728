// Keeps an open page up to date: swaps stylesheets in place, or reloads the page if it changed, and keeps the
// scroll position.
(() => {
  "use strict";
  const me = document.currentScript;
  const follow = "follow" in me.dataset;
  const SCROLL = "sitegen-preview-scroll";
  let number = Number(me.dataset.number);
  let stream = null;
  let updates = Promise.resolve();

  function restore() {
    const saved = JSON.parse(sessionStorage.getItem(SCROLL) || "null");
    sessionStorage.removeItem(SCROLL);
    if (saved && saved.path === location.pathname) window.scrollTo(saved.x, saved.y);
  }

  function reload() {
    sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
    location.reload();
  }

  async function hasChanged() {
    const headers = { "If-None-Match": `"${me.dataset.etag}"` };
    const answer = await fetch(location.href, { method: "HEAD", headers, cache: "no-store" });
    return answer.status !== 304;
  }

  // Whether this page has loaded a file in any way; an image of a stylesheet, too.
  function isLoaded(path) {
    return performance.getEntriesByType("resource").some((each) => new URL(each.name).pathname === path);
  }

  // Replaces stylesheets. Returns whether the page uses one that it has no link for.
  function swap(styles) {
    const unlinked = new Set(Object.keys(styles));
    for (const link of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      const { origin, pathname } = new URL(link.href);
      const now = styles[pathname];
      if (!now || origin !== location.origin) continue;
      unlinked.delete(pathname);
      const next = link.cloneNode();
      next.href = `${now}?preview=${number}`;
      next.onload = () => link.remove();
      link.after(next);
    }
    me.dataset.etag = "";
    return [...unlinked].some(isLoaded);
  }

  // The desk's print preview is a frame without this script.
  function reloadFrames() {
    for (const frame of document.querySelectorAll("iframe.print")) frame.contentWindow.location.reload();
  }

  async function isOutdated(update) {
    if (update.styles) return swap(update.styles);
    return update.reload || (update.files || []).some(isLoaded) || hasChanged();
  }

  async function apply(update) {
    if (update.restarted) return reload();
    if (update.number <= number) return;
    const handled = !document.dispatchEvent(new Event("sitegen:update", { cancelable: true }));
    if (follow && update.follow && update.follow !== location.pathname) location.assign(update.follow);
    else if (!handled) {
      if (await isOutdated(update)) reload();
      else reloadFrames();
    }
    number = update.number;
  }

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource(`/_desk/events?number=${number}&run=${me.dataset.run}`);
    stream.addEventListener("update", (event) => {
      // If the preview is gone by now, the next stream repeats the update.
      updates = updates.then(() => apply(JSON.parse(event.data))).catch(() => {});
    });
    stream.addEventListener("error", () => {
      if (stream?.readyState !== EventSource.CLOSED) return;
      stream = null;
      setTimeout(listen, 1000);
    });
  }

  // Makes the error overlay modal, so that it has the focus and Escape closes it.
  function showErrors() {
    const overlay = document.querySelector("sitegen-preview")?.shadowRoot?.querySelector("dialog[open]");
    overlay?.close();
    overlay?.showModal();
  }

  // Hidden pages need no connection, and a browser has only six per host.
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
  showErrors();
  listen();
})();
