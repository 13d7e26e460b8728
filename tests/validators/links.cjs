// Check the links of a folder of pages with hyperlink, as a library: its command line takes no folder, and its
// report is meant for people. Prints one JSON object: how many checks were made, and those that failed.
//
//   node links.cjs FOLDER [CANONICAL_ROOT [alone]] < pages, one path a line
//
// With `alone`, links are not followed to other pages.

'use strict';

const net = require('node:net');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const hyperlink = require('hyperlink');

// Only links within the site are checked. Should anything try to go further, it fails here.
net.Socket.prototype.connect = function refuse() {
  throw new Error('a check of internal links wanted to use the network');
};

const [folder, canonicalRoot, alone] = process.argv.slice(2);
const root = pathToFileURL(path.resolve(folder) + path.sep).href;

const read = (stream) =>
  new Promise((resolve, reject) => {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    stream.on('error', reject);
  });

const collector = () => {
  const failed = [];
  let checks = 0;
  return {
    failed,
    count: () => checks,
    begin() {},
    close() {},
    push(_, report) {
      if (!report) return; // a heading
      checks += 1;
      if (!report.ok) failed.push(report);
    },
  };
};

// hyperlink compares a fragment with ids as it is written; a browser also tries it percent-decoded.
const isThereDecoded = (graph, report) => {
  if (report.operator !== 'fragment-check') return false;
  const arrow = report.name.indexOf(' --> ');
  const from = report.name.slice('fragment-check '.length, arrow);
  const link = new URL(report.name.slice(arrow + 5), new URL(from, root));
  const fragment = decodeURIComponent(link.hash.slice(1));
  if (fragment === 'top') return true;
  return graph.findAssets({ type: 'Html', ids: { $exists: true } }).some((page) => {
    const [address] = page.url.split('#');
    const asked = canonicalRoot ? link.href.replace(canonicalRoot, root) : link.href;
    return (
      address.replace(/index\.html$/, '') === asked.split('#')[0].replace(/index\.html$/, '') &&
      (page.ids.has(fragment) || page.names.has(fragment))
    );
  });
};

(async () => {
  const pages = (await read(process.stdin)).split('\n').filter(Boolean);
  const tap = collector();
  const graph = await hyperlink(
    {
      root,
      canonicalRoot: canonicalRoot || undefined,
      inputUrls: pages.map((page) => pathToFileURL(path.resolve(folder, page)).href),
      recursive: !alone,
      internalOnly: true,
      skipFilter: (report) => ['preconnect-check', 'dns-prefetch-check'].includes(report.operator),
    },
    tap
  );
  const failed = tap.failed
    .filter((report) => !isThereDecoded(graph, report))
    .map(({ operator, name, expected, actual, at }) => ({ operator, name, expected, actual, at }));
  process.stdout.write(JSON.stringify({ checks: tap.count(), failed }));
})().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 2;
});
