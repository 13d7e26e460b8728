// What has the focus now: its place in the page's order, and what is wrong with how it is shown.
() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const wrong = [];
  const style = getComputedStyle(element);
  const name = element.outerHTML.slice(0, 120);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (!outlined) wrong.push(`the focus does not show: ${name}`);
  const lines = [...element.getClientRects()].filter((line) => line.width > 0 && line.height > 0);
  const within = lines.filter((line) => line.bottom > 0 && line.top < innerHeight && line.right > 0 && line.left < innerWidth);
  if (!within.length) {
    wrong.push(`the focus is outside the window: ${name}`);
  } else {
    // A point of what is on the screen has to belong to it, and not to something that lies over it.
    const seen = within.some((line) => {
      const x = (Math.max(line.left, 0) + Math.min(line.right, innerWidth)) / 2;
      const y = (Math.max(line.top, 0) + Math.min(line.bottom, innerHeight)) / 2;
      const top = document.elementFromPoint(x, y);
      return top && (element.contains(top) || top.contains(element));
    });
    if (!seen) wrong.push(`the focus is covered: ${name}`);
  }
  return {place: element.dataset.place ?? name, wrong};
}
