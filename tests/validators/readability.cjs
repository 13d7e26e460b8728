// Mozilla's Readability over a page: its HTML comes on standard input, its address is the argument. Writes JSON.
"use strict";

const fs = require("node:fs");
const { JSDOM } = require("jsdom");
const { Readability } = require("@mozilla/readability");

const { document } = new JSDOM(fs.readFileSync(0, "utf-8"), { url: process.argv[2] }).window;
const read = new Readability(document).parse();
const within = read && new JSDOM(read.content, { url: process.argv[2] }).window.document;
process.stdout.write(
  JSON.stringify(
    read && {
      title: read.title,
      byline: read.byline,
      date: read.publishedTime,
      text: read.textContent,
      pictures: [...within.images].map((picture) => picture.src),
      lang: read.lang,
      dir: read.dir,
    },
  ),
);
