// What does not fit in the page as it is shown now: a list of sentences, empty where all is well.
() => {
  const found = [];
  const root = document.documentElement;
  const name = (element) =>
    `<${element.tagName.toLowerCase()}${element.className ? ` class="${element.className}"` : ""}>` +
    ` ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 60)}`;
  const style = (element) => getComputedStyle(element);
  const scrolls = (value) => value === "auto" || value === "scroll";
  // Footnotes may stand in the margin instead, if all of them do.
  const count = (selector) => document.querySelectorAll(selector).length;
  const moved = (element) => element.closest(".notes") && count(".sidenote") === count(".notes > ol > li");
  const cuts = (value) => value === "hidden" || value === "clip";

  if (root.scrollWidth > root.clientWidth) {
    found.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth}`);
  }

  // Each line of text lies within the window and within whatever would cut it off.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const parent = text.parentElement;
    if (!text.data.trim() || parent.closest("script, style, noscript, .skip")) continue;
    if (!parent.checkVisibility({visibilityProperty: true})) {
      if (!parent.closest("[hidden], [aria-hidden], template") && !moved(parent)) found.push(`hidden: ${name(parent)}`);
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      if (line.width < 1 || line.height < 1) continue;
      let box = parent;
      let sideways = false;
      while (box && box !== document.body) {
        const {overflowX, overflowY} = style(box);
        sideways ||= scrolls(overflowX);
        const edge = box.getBoundingClientRect();
        if (cuts(overflowX) && (line.left < edge.left - 1 || line.right > edge.right + 1)) {
          found.push(`cut off sideways: ${name(parent)}`);
        }
        if (cuts(overflowY) && (line.top < edge.top - 1 || line.bottom > edge.bottom + 1)) {
          found.push(`cut off below: ${name(parent)}`);
        }
        box = box.parentElement;
      }
      if (!sideways && (line.left < -1 || line.right > root.clientWidth + 1)) {
        found.push(`beyond the window: ${name(parent)}`);
      }
    }
    if (style(parent).textOverflow === "ellipsis" && parent.scrollWidth > parent.clientWidth + 1) {
      found.push(`ends in an ellipsis: ${name(parent)}`);
    }
  }
  for (const picture of document.querySelectorAll("img, svg, video, iframe")) {
    const edge = picture.getBoundingClientRect();
    if (edge.left < -1 || edge.right > root.clientWidth + 1) found.push(`beyond the window: ${picture.outerHTML.slice(0, 80)}`);
  }
  return [...new Set(found)];
}
