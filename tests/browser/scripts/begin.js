// Put the focus before everything: the next Tab reaches what comes first.
() => {
  const root = document.documentElement;
  root.tabIndex = -1;
  root.focus();
  root.removeAttribute("tabindex");
  scrollTo(0, 0);
}
