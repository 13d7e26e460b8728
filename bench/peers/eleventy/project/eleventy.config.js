// Lists, feeds and related articles are found once, from one sorted list of articles.
import { readFileSync } from "node:fs";
import anchor from "markdown-it-anchor";
import footnote from "markdown-it-footnote";

const PAGE_SIZE = 20;
const FEED_SIZE = 20;
const RELATED = 5;

const READING_SPEED = 238;
const NOTES = '<section class="notes"';

const data = (name) => JSON.parse(readFileSync(new URL(`./_data/${name}.json`, import.meta.url)));
const publication = data("publication");
const pictures = data("pictures");
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

const long = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-US", { year: "numeric", month: "long", timeZone: "UTC" });
const day = new Intl.DateTimeFormat("en-US", { month: "long", day: "numeric", timeZone: "UTC" });
const moment = (date) => date.toISOString().replace(".000Z", "Z");

function groupBy(articles, keys) {
  const groups = new Map();
  for (const article of articles) {
    for (const key of keys(article)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(article);
    }
  }
  return [...groups];
}

const byKey = (groups) => groups.sort(([one], [other]) => (one < other ? -1 : 1));

// The pages of one list, each with what its template shows.
function pagesOf(list) {
  const pages = Math.ceil(list.articles.length / PAGE_SIZE);
  const address = (number) => (number === 1 ? list.url : `${list.url}page/${number}/`);
  return Array.from({ length: pages }, (_, index) => {
    const number = index + 1;
    const near = Array.from({ length: pages }, (_, other) => other + 1).filter(
      (other) => other === 1 || other === pages || Math.abs(other - number) <= 2,
    );
    return {
      ...list,
      first: list.url,
      url: address(number),
      number,
      pages,
      items: list.articles.slice(index * PAGE_SIZE, number * PAGE_SIZE),
      previous: number > 1 ? address(number - 1) : "",
      next: number < pages ? address(number + 1) : "",
      links: near.map((other, place) => ({
        number: other,
        url: address(other),
        gap: place > 0 && near[place - 1] + 1 !== other,
      })),
    };
  });
}

// A photo's `<picture>` without its text, made once for each use; `alt` is the same in all cards.
const shells = new Map();
const escaped = (text) => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);

function picture(src, use, sizes, alt, lazy) {
  const key = `${src} ${use} ${sizes} ${lazy}`;
  if (!shells.has(key)) {
    const { sources, url, width, height } = pictures[src][use];
    const better = sources.map(({ type, srcset }) => `<source type="${type}" srcset="${srcset}" sizes="${sizes}">`).join("");
    shells.set(key, [
      `<picture>${better}<img src="${url}" alt="`,
      `" width="${width}" height="${height}" data-color="${pictures[src].color}" ${lazy ? 'loading="lazy"' : 'fetchpriority="high"'} decoding="async"></picture>`,
    ]);
  }
  return shells.get(key).join(escaped(alt));
}

// The notes have a place and a heading of their own, behind the text.
function notes(library) {
  const { rules } = library.renderer;
  rules.footnote_block_open = () => `${NOTES} aria-labelledby="_notes">\n<h2 id="_notes">Notes</h2>\n<ol>\n`;
  rules.footnote_block_close = () => "</ol>\n</section>\n";
  rules.footnote_open = (tokens, index) => {
    const number = tokens[index].meta.id + 1;
    return `<li id="fn${number}" value="${number}">`;
  };
  rules.footnote_anchor = (tokens, index) => (
    ` <a class="back" href="#fnref${tokens[index].meta.id + 1}" aria-label="Back to the text">↩︎</a>`
  );
}

function partsOf(html) {
  const place = html.indexOf(NOTES);
  return place < 0 ? { text: html, notes: "" } : { text: html.slice(0, place), notes: html.slice(place) };
}

const percent = (text) => encodeURIComponent(text).replace(
  /[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
);

// For each article those that share the most tags with it, the newest first.
function relatedOf(articles, byTag) {
  const place = new Map(articles.map((article, index) => [article, index]));
  const related = new Map();
  for (const article of articles) {
    const shared = new Map();
    for (const tag of article.data.topics) {
      for (const other of byTag.get(tag)) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    shared.delete(article);
    const best = [...shared].sort(
      ([one, few], [other, many]) => many - few || place.get(one) - place.get(other),
    );
    related.set(article.inputPath, best.slice(0, RELATED).map(([other]) => other));
  }
  return related;
}

function survey(api) {
  const articles = api.getFilteredByGlob("content/*/*.md").sort((one, other) => other.date - one.date);
  const bySection = byKey(groupBy(articles, (article) => [article.data.section]));
  const byTag = byKey(groupBy(articles, (article) => article.data.topics));
  const byAuthor = byKey(groupBy(articles, (article) => article.data.authors));
  const byYear = groupBy(articles, (article) => [article.date.getUTCFullYear()]);
  const sections = bySection.map(([id, all]) => (
    { kind: "section", ...publication.sections[id], id, url: `/${id}/`, articles: all }
  ));
  const tags = byTag.map(([title, all]) => (
    { kind: "tag", title, url: `/tags/${slug(title)}/`, articles: all }
  ));
  const authors = byAuthor.map(([id, all]) => (
    { kind: "author", ...publication.authors[id], title: publication.authors[id].name, url: `/authors/${id}/`, articles: all }
  ));
  const years = byYear.map(([year, all]) => (
    { year, url: `/archive/${year}/`, count: all.length, months: groupBy(all, (article) => [month.format(article.date)]) }
  ));
  return { articles, sections, tags, authors, years, related: relatedOf(articles, new Map(byTag)) };
}

export default function (config) {
  // Every collection asks for the survey; it is made anew for each build.
  let made = null;
  config.on("eleventy.before", () => { made = null; });
  const all = (api) => (made ??= survey(api));
  const collection = (name, pick) => config.addCollection(name, (api) => pick(all(api)));

  collection("articles", (found) => found.articles);
  collection("sections", (found) => found.sections);
  collection("topics", (found) => found.tags);
  collection("authors", (found) => found.authors);
  collection("years", (found) => found.years);
  collection("lists", (found) => [...found.sections, ...found.tags, ...found.authors].flatMap(pagesOf));
  collection("feeds", (found) => [
    { title: "", url: "/", summary: publication.tagline, items: found.articles.slice(0, FEED_SIZE) },
    ...[...found.sections, ...found.tags, ...found.authors].map((list) => (
      { title: list.title, url: list.url, summary: list.summary, items: list.articles.slice(0, FEED_SIZE) }
    )),
  ]);

  config.addFilter("related", (inputPath) => made.related.get(inputPath));
  config.addFilter("number", (value) => value.toLocaleString("en"));
  config.addFilter("slug", slug);
  config.addFilter("moment", moment);
  config.addFilter("long", (date) => long.format(date));
  config.addFilter("day", (date) => day.format(date));
  config.addFilter("minutes", (html) => Math.max(1, Math.ceil(html.replace(/<[^>]*>/g, "").split(/\s+/).length / READING_SPEED)));
  config.addFilter("picture", picture);
  config.addFilter("parts", partsOf);
  config.addFilter("headings", (html) => [...html.matchAll(/<h2 id="([^"]*)"[^>]*>(.*?)<\/h2>/g)].filter(
    ([, id]) => id !== "_notes",
  ).map(([, id, text]) => ({ id, text })));
  config.addFilter("percent", percent);
  config.addFilter("absolute", (html, url) => (
    html.replaceAll('href="/', `href="${publication.url}/`).replaceAll('href="#', `href="${publication.url}${url}#`)
  ));
  config.addFilter("without", (articles, others) => articles.filter((article) => !others.includes(article)));
  config.addFilter("names", (ids) => ids.map((id) => publication.authors[id].name).join(" and "));
  config.addFilter("linkedData", (title, summary, date, url, photo, section, authors) => JSON.stringify({
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    headline: title,
    description: summary,
    inLanguage: "en",
    datePublished: moment(date),
    dateModified: moment(date),
    mainEntityOfPage: publication.url + url,
    isAccessibleForFree: true,
    publisher: { "@type": "Organization", name: publication.title, url: `${publication.url}/` },
    author: authors.map((id) => (
      { "@type": "Person", name: publication.authors[id].name, url: `${publication.url}/authors/${id}/` }
    )),
    image: [publication.url + pictures[photo.src].whole.url],
    articleSection: publication.sections[section].title,
  }));

  config.setUseGitIgnore(false);
  config.addPassthroughCopy({ static: "/" });
  config.amendLibrary("md", (library) => library.set({ html: true, typographer: true }).use(footnote).use(notes).use(anchor, { tabIndex: false, slugify: slug }));

  return {
    // Articles hold text, never code.
    markdownTemplateEngine: false,
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "public" },
  };
}
