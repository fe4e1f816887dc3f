// Formats one list of CSL-JSON in one style and locale with citeproc-js: node reference.cjs JOB.json > entries.json
// JOB.json: {"engine": path of the npm package citeproc, "locales": folder, "runs": [{"style", "locale", "items"}]}
"use strict";
const fs = require("fs");
const path = require("path");

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const CSL = require(job.engine);
// It reports on standard output otherwise, between the JSON.
CSL.debug = () => {};
console.log = console.warn = () => {};

function format(run) {
  const items = new Map(run.items.map((item) => [String(item.id), item]));
  const system = {
    retrieveLocale: (tag) => {
      const file = path.join(job.locales, `locales-${tag}.xml`);
      return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
    },
    retrieveItem: (id) => items.get(String(id)),
  };
  const engine = new CSL.Engine(system, fs.readFileSync(run.style, "utf8"), run.locale, true);
  engine.setOutputFormat("text");
  engine.updateItems([...items.keys()]);
  // One bibliography an item: of one over all, the texts and the ids do not match where an entry comes out empty.
  const entries = {};
  for (const id of items.keys()) {
    const made = engine.makeBibliography({ include: [{ field: "id", value: id }] });
    entries[id] = made && made[1].length ? made[1][0] : "";
  }
  return entries;
}

process.stdout.write(JSON.stringify(job.runs.map(format)));
