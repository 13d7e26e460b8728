// Footnotes where they are called: in the margin where there is room, else below their paragraph when asked for.
// Without this script they stand at the end, where they stay for those who print.
(() => {
  "use strict";
  const body = document.querySelector("[data-body]");
  const notes = document.querySelector(".notes");
  if (!body || !notes) return;
  const wide = matchMedia("(min-width: 80rem)");
  const calls = [...body.querySelectorAll('a[href^="#_fn-"]')];
  const seen = new Set();

  function copyOf(call) {
    const note = document.getElementById(decodeURIComponent(call.hash.slice(1)));
    if (!note) return null;
    const copy = document.createElement("aside");
    copy.className = "sidenote";
    copy.setAttribute("role", "note");
    copy.tabIndex = -1;
    const number = document.createElement("span");
    number.className = "sidenote-number";
    number.textContent = call.textContent;
    copy.append(number, ...note.cloneNode(true).childNodes);
    for (const each of copy.querySelectorAll(".back")) each.remove();
    for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
    return copy;
  }

  const blockOf = (call) => [...body.children].find((block) => block.contains(call));

  function place() {
    for (const each of body.querySelectorAll(".sidenote")) each.remove();
    seen.clear();
    document.documentElement.toggleAttribute("data-sidenotes", wide.matches);
    if (!wide.matches) return;
    let free = 0;
    for (const call of calls) {
      if (seen.has(call.hash)) continue;
      seen.add(call.hash);
      const copy = copyOf(call);
      if (!copy) continue;
      call.sidenote = copy;
      body.append(copy);
      const top = call.getBoundingClientRect().top - body.getBoundingClientRect().top;
      copy.style.insetBlockStart = `${Math.max(top, free)}px`;
      free = Math.max(top, free) + copy.offsetHeight + 12;
    }
  }

  function toggle(event) {
    const call = event.currentTarget;
    event.preventDefault();
    if (wide.matches) {
      calls.find((each) => each.hash === call.hash).sidenote?.focus();
      return;
    }
    const open = call.getAttribute("aria-expanded") === "true";
    call.setAttribute("aria-expanded", String(!open));
    if (open) call.sidenote?.remove();
    else {
      call.sidenote = copyOf(call);
      if (call.sidenote) blockOf(call)?.after(call.sidenote);
    }
  }

  function begin() {
    for (const call of calls) {
      call.removeAttribute("aria-expanded");
      if (!wide.matches) call.setAttribute("aria-expanded", "false");
    }
    place();
  }

  for (const call of calls) call.addEventListener("click", toggle);
  wide.addEventListener("change", begin);
  addEventListener("load", begin);
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width || !wide.matches) return;
    width = innerWidth;
    place();
  });
  begin();
})();
