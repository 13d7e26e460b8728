// What cannot be seen in the page as it is shown now: text in the colour of its ground, or see-through; and motion.
() => {
  const found = new Set();
  const name = (element) => `<${element.tagName.toLowerCase()}> ${element.textContent.trim().slice(0, 60)}`;
  const clear = (colour) => colour === "transparent" || /^rgba\(.*, 0\)$/.test(colour);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!clear(colour)) return colour;
    }
    return "none";
  };
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!own || element.closest("script, style, noscript, [hidden]")) continue;
    const style = getComputedStyle(element);
    if (clear(style.color) || style.color === ground(element)) found.add(`in the colour of its ground: ${name(element)}`);
    for (let each = element; each; each = each.parentElement) {
      if (Number(getComputedStyle(each).opacity) < 1) found.add(`see-through: ${name(element)}`);
    }
  }
  for (const motion of document.getAnimations()) {
    found.add(`moves: ${motion.animationName ?? motion.transitionProperty ?? "an animation"}`);
  }
  if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") found.add("moves: scrolling");
  return [...found];
}
