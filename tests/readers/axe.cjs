// Judges pages with axe-core in headless Chromium, as people meet them: light, dark, on a phone, printed.
// node axe.cjs CHROMIUM PAGE… ; writes a JSON list to standard output, one object a page and way of looking.
"use strict";
const fs = require("fs");
const { pathToFileURL } = require("url");
const puppeteer = require("puppeteer-core");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WAYS = [
  { name: "light", scheme: "light", width: 1280, media: "screen" },
  { name: "dark", scheme: "dark", width: 1280, media: "screen" },
  { name: "phone, light", scheme: "light", width: 320, media: "screen" },
  { name: "phone, dark", scheme: "dark", width: 320, media: "screen" },
  { name: "print", scheme: "light", width: 800, media: "print" },
];

// What axe does not ask: does the page scroll sideways, and does everything that gets the focus show it?
async function more(page, way) {
  const sideways = await page.evaluate(() => {
    const root = document.documentElement;
    return root.scrollWidth - root.clientWidth;
  });
  const unseen = [];
  let first = "";
  if (way.media === "screen") {
    await page.evaluate(() => document.body.focus());
    for (let at = 0; at < 12; at += 1) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const now = document.activeElement;
        if (!now || now === document.body) return null;
        const style = getComputedStyle(now);
        const box = now.getBoundingClientRect();
        const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0 && style.opacity !== "0";
        return { html: now.outerHTML.slice(0, 200), shown: drawn && inside, href: now.getAttribute("href") };
      });
      if (seen === null) break;
      if (at === 0) first = seen.href || "";
      if (!seen.shown) unseen.push(seen.html);
    }
  }
  return { sideways, unseen, first };
}

async function judge(browser, path, way) {
  const page = await browser.newPage();
  await page.setViewport({ width: way.width, height: 900 });
  await page.emulateMediaType(way.media);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: way.scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const said = [];
  page.on("dialog", async (dialog) => {
    said.push(dialog.message());
    await dialog.dismiss();
  });
  const address = pathToFileURL(path).href;
  await page.goto(address, { waitUntil: "load" });
  const rest = await more(page, way);
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations", "incomplete"] })
  );
  await page.close();
  const brief = (list) =>
    list.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)} (${node.failureSummary || ""})`)
    );
  return {
    page: path,
    way: way.name,
    violations: brief(found.violations),
    unsure: brief(found.incomplete.filter((rule) => rule.id === "color-contrast")),
    rules: found.passes.length,
    asked: asked.filter((url) => url !== address),
    dialogs: said,
    ...rest,
  };
}

(async () => {
  const [chromium, ...pages] = process.argv.slice(2);
  const browser = await puppeteer.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const results = [];
    for (const path of pages) for (const way of WAYS) results.push(await judge(browser, path, way));
    process.stdout.write(JSON.stringify(results));
  } finally {
    await browser.close();
  }
})().catch((error) => {
  process.stderr.write(`${error.stack || error}\n`);
  process.exit(1);
});
