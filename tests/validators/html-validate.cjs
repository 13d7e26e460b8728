// html-validate over the pages that are named on standard input, one a line; writes what it finds as JSON.
"use strict";

const fs = require("node:fs");
const { HtmlValidate, StaticConfigLoader } = require("html-validate");

const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y", "html-validate:standard"],
    rules: {
      "no-inline-style": "error",
      "no-dup-id": "error",
      "heading-level": "error",
      "input-missing-label": "error",
      "unique-landmark": "off", // takes every <aside> for one; within an article it is none, and axe-core looks closer
      "require-sri": "off", // it serves its own files
      "long-title": "off", // titles are as long as their authors write them
      "no-trailing-whitespace": "off", // browsers do not mind
      "attribute-boolean-style": "error",
      "doctype-style": ["error", { style: "lowercase" }],
    },
  }),
);

const pages = fs.readFileSync(0, "utf-8").split("\n").filter(Boolean);
const said = pages.flatMap((page) => {
  const report = validator.validateStringSync(fs.readFileSync(page, "utf-8"), page);
  return report.results.flatMap((result) =>
    result.messages.map((each) => `${page}:${each.line}:${each.column}: ${each.message} (${each.ruleId})`),
  );
});
process.stdout.write(JSON.stringify(said));
