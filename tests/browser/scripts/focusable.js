// Mark everything that the Tab key should reach with its place in the page's order; gives how many there are.
() => {
  const asked = "a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [tabindex]";
  const reached = [...document.querySelectorAll(asked)].filter(
    (element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({visibilityProperty: true}));
  reached.forEach((element, place) => { element.dataset.place = place; });
  return reached.length;
}
