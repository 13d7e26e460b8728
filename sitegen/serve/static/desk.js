// The desk's list of articles: fetched once, then sorted and filtered here. Only the visible rows are in the page,
// so that long lists scroll fast.
(() => {
  "use strict";
  const ROW = 36;
  const MARGIN = 10;
  const list = document.getElementById("list");
  const table = list.querySelector("table");
  const body = table.tBodies[0];
  const filters = document.getElementById("filters");
  const count = document.getElementById("count");
  const badge = document.querySelector(".badge");
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  let states = {};
  let articles = [];
  let shown = [];
  let order = { by: "date", up: false };
  let drawn = "";
  let newest = 0;

  const keys = {
    authors: (one) => one.authors.join(", "),
    photo: (one) => (one.photo ? (one.credit ? 0 : 1) + (one.alt ? 0 : 1) : 3),
    problems: (one) => one.errors * 1000 + one.warnings,
  };
  const keyOf = (by) => keys[by] || ((one) => one[by]);

  function compare(by) {
    const key = keyOf(by);
    return (one, other) => {
      const [a, b] = [key(one), key(other)];
      return typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0;
    };
  }

  function sort() {
    const key = keyOf(order.by);
    if (order.by === "title" || order.by === "authors") articles.sort((a, b) => collator.compare(key(a), key(b)));
    else articles.sort(compare(order.by));
    if (!order.up) articles.reverse();
    for (const button of table.querySelectorAll("button[data-sort]")) {
      const chosen = button.dataset.sort === order.by;
      button.parentElement.setAttribute("aria-sort", chosen ? (order.up ? "ascending" : "descending") : "none");
    }
  }

  function filter() {
    const wanted = new FormData(filters);
    const terms = wanted.get("query").toLowerCase().split(/\s+/).filter(Boolean);
    shown = articles.filter((one) =>
      (!wanted.get("state") || one.state === wanted.get("state")) &&
      (!wanted.get("section") || one.section === wanted.get("section")) &&
      (!wanted.has("problems") || one.errors + one.warnings) &&
      (!wanted.has("photos") || (one.photo && !(one.credit && one.alt))) &&
      terms.every((term) => one.text.includes(term)));
    count.value = `${shown.length.toLocaleString()} of ${articles.length.toLocaleString()}`;
    table.setAttribute("aria-rowcount", String(shown.length + 1));
    drawn = "";
    draw();
  }

  function cell(row, text, name = "") {
    const td = row.insertCell();
    if (name) td.className = name;
    if (typeof text === "string") td.title = text;
    td.append(text);
    return td;
  }

  function link(href, text, label = "") {
    const anchor = document.createElement("a");
    anchor.href = href;
    anchor.textContent = text;
    anchor.title = label || text;
    anchor.dir = "auto";
    if (label) anchor.ariaLabel = label;
    return anchor;
  }

  function gap(height) {
    const row = document.createElement("tr");
    row.className = "gap";
    row.setAttribute("aria-hidden", "true");
    const td = row.insertCell();
    td.colSpan = 9;
    td.style.height = `${height}px`;
    return row;
  }

  function rowOf(one, number) {
    const row = document.createElement("tr");
    row.setAttribute("aria-rowindex", String(number + 2));
    cell(row, states[one.state] || one.state, `is-${one.state}`);
    cell(row, link(one.url || `/_desk/article?path=${encodeURIComponent(one.path)}`, one.title));
    cell(row, one.section);
    cell(row, one.authors.join(", "));
    cell(row, one.date);
    cell(row, one.words.toLocaleString(), "words");
    const missing = [[one.credit, "no credit"], [one.alt, "no alt text"]].filter(([has]) => !has).map(([, label]) => label);
    cell(row, !one.photo ? "none" : missing.join(", ") || "✓");
    const problems = [[one.errors, "error"], [one.warnings, "warning"]].filter(([number]) => number)
      .map(([number, noun]) => `${number} ${noun}${number > 1 ? "s" : ""}`).join(", ");
    cell(row, problems, one.errors ? "has-errors" : "");
    cell(row, link(`/_desk/article?path=${encodeURIComponent(one.path)}`, "Details", `Details of ${one.title}`));
    return row;
  }

  function draw() {
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - MARGIN);
    const last = Math.min(shown.length, first + Math.ceil(list.clientHeight / ROW) + 2 * MARGIN);
    if (drawn === `${first}-${last}`) return;
    drawn = `${first}-${last}`;
    const rows = shown.slice(first, last).map((one, index) => rowOf(one, first + index));
    const focused = focusedCell();
    body.replaceChildren(gap(first * ROW), ...rows, gap((shown.length - last) * ROW));
    if (focused) body.querySelector(`[aria-rowindex="${focused.row}"]`)?.cells[focused.column].querySelector("a")?.focus({ preventScroll: true });
  }

  // The cell with the focus: drawing replaces the rows.
  function focusedCell() {
    const cell = body.contains(document.activeElement) && document.activeElement.closest("td");
    return cell && { row: cell.parentElement.ariaRowIndex, column: cell.cellIndex };
  }

  // Saves filters, order and position in the history, for navigating back.
  function save() {
    history.replaceState({ fields: [...new FormData(filters)], order, top: list.scrollTop }, "");
  }

  function restore() {
    const saved = history.state;
    if (!saved?.fields) return 0;
    for (const [name, value] of saved.fields) {
      const field = filters.elements[name];
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
    order = saved.order;
    return saved.top;
  }

  function choices(select, values, nameOf) {
    const chosen = select.value;
    select.length = 1;
    for (const value of [...new Set(values)].filter(Boolean).sort()) select.add(new Option(nameOf(value), value));
    select.value = chosen;
  }

  async function load() {
    const answer = await (await fetch("/_desk/articles.json", { cache: "no-store" })).json();
    if (answer.number < newest) return;
    const isFirst = !newest;
    newest = answer.number;
    badge.textContent = answer.problems;
    badge.hidden = !answer.problems;
    states = answer.states;
    articles = answer.articles.map((one) => {
      const whole = { section: "", authors: [], date: "", words: 0, url: "", errors: 0, warnings: 0, ...one };
      whole.text = [one.title, whole.authors.join(" "), whole.section, one.path].join(" ").toLowerCase();
      return whole;
    });
    choices(filters.elements.state, articles.map((one) => one.state), (state) => states[state] || state);
    choices(filters.elements.section, articles.map((one) => one.section), (section) => section);
    const top = isFirst ? restore() : list.scrollTop;
    sort();
    filter();
    list.scrollTop = top;
    document.documentElement.dataset.loaded = String(answer.number);
  }

  table.tHead.addEventListener("click", (event) => {
    const by = event.target.dataset?.sort;
    if (!by) return;
    order = { by, up: order.by === by ? !order.up : !["date", "words", "problems"].includes(by) };
    sort();
    filter();
    save();
  });
  filters.addEventListener("input", () => {
    list.scrollTop = 0;
    filter();
    save();
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  list.addEventListener("scroll", draw, { passive: true });
  window.addEventListener("resize", draw);
  window.addEventListener("pagehide", save);
  document.addEventListener("sitegen:update", (event) => {
    event.preventDefault(); // the list updates itself
    load();
  });
  load();
})();
