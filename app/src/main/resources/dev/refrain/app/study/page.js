"use strict";

// What the study came to: see StudyData. Text from it reaches the page as text, never as markup.
const study = JSON.parse(document.getElementById("data").textContent);
const columnOf = new Map(study.columns.map((column, index) => [column.key, index]));
const trials = study.trials.map(trial => ({
  ...trial,
  number: trial.cells[columnOf.get("trial")],
  state: trial.cells[columnOf.get("state")],
  loss: trial.cells[columnOf.get("loss")],
}));
const trialOf = new Map(trials.map(trial => [trial.number, trial]));
const best = study.best ?? null;

for (const dimension of study.dimensions) {
  if (dimension.kind === "choice") continue;
  // Bounds may move beyond those of the space.
  const { path, low, high } = dimension;
  const values = [
    ...trials.map(trial => cell(trial, path)).filter(value => value !== null),
    ...study.rounds.flatMap(({ bounds }) => bounds[path] ?? []),
  ];
  dimension.least = values.reduce((a, b) => Math.min(a, b), low);
  dimension.most = values.reduce((a, b) => Math.max(a, b), high);
}

function cell(trial, key) {
  return trial.cells[columnOf.get(key)];
}

function byId(id) {
  return document.getElementById(id);
}

function element(tag, attributes, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

// The last words of a dimension's path, as many as tell it from the others.
function shortName(path) {
  const words = path.split(".");
  for (let from = words.length - 1; from > 0; from--) {
    const end = words.slice(from).join(".");
    const alike = other => other === end || other.endsWith("." + end);
    if (study.columns.filter(({ key }) => alike(key)).length < 2) return end;
  }
  return path;
}

// What the reader has set, kept when the page loads itself anew.
const settings = (() => {
  const key = "refrain " + study.id;
  let kept = {};
  try {
    kept = JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    // A browser that keeps nothing for files: the page begins as it was made.
  }
  return {
    get: (name, otherwise) => kept[name] ?? otherwise,
    set(name, value) {
      kept[name] = value;
      try {
        sessionStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // as above
      }
    },
  };
})();

// Numbers and names, as people read them.

function number(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1e5) return Math.round(value).toLocaleString("en");
  if (size >= 1e-4) return String(Number(value.toPrecision(5)));
  return value.toExponential(2);
}

function loss(value) {
  const size = Math.abs(value);
  return size >= 1e-2 && size < 1e4 ? value.toFixed(size < 100 ? 4 : 1) : value.toPrecision(4);
}

function duration(seconds) {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const whole = Math.round(seconds);
  const two = n => String(n).padStart(2, "0");
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
    : `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

function shown(value, kind) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "number") return String(value);
  switch (kind) {
    case "loss": return loss(value);
    case "seconds": return duration(value);
    case "bytes": return `${(value / 2 ** 20).toFixed(0)} MiB`;
    case "name": return String(value);
    default: return number(value);
  }
}

// Trials that the reader has chosen, and the one that the pointer is on.

const chosen = new Set(settings.get("chosen", []).filter(trial => trialOf.has(trial)));
const onChoice = [];
const onPointing = [];
let pointed = null;

function choose(numbers) {
  chosen.clear();
  for (const trial of numbers) chosen.add(trial);
  settings.set("chosen", [...chosen]);
  for (const follow of onChoice) follow();
}

// The keys held when the pointer went down last: the legend of a chart does not tell.
let held = { ctrlKey: false, metaKey: false, shiftKey: false };
addEventListener("pointerdown", event => (held = event), { capture: true });

// A click chooses one trial, or none if it was the only one; with a key held it adds or removes one.
function click(trial, keys = held) {
  if (keys.ctrlKey || keys.metaKey || keys.shiftKey) {
    const numbers = new Set(chosen);
    if (!numbers.delete(trial)) numbers.add(trial);
    choose(numbers);
  } else {
    choose(chosen.size === 1 && chosen.has(trial) ? [] : [trial]);
  }
}

function point(trial) {
  if (trial === pointed) return;
  pointed = trial;
  for (const follow of onPointing) follow(trial);
}

// The colour of a trial is its loss, from the least to that of poor ones: what lies far beyond the
// rest does not make all others look alike.

const SCALE = ["#1f6fd6", "#18a0a8", "#7fb347", "#e3a72f", "#d9534f"];

const lossRange = (() => {
  const sorted = trials.filter(trial => trial.loss !== null).map(trial => trial.loss);
  sorted.sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const least = sorted[0];
  const median = sorted[Math.floor(sorted.length / 2)];
  const most = sorted[sorted.length - 1];
  return { least, most: median > least ? Math.min(most, least + 4 * (median - least)) : most };
})();

function colour(trial) {
  if (trial.loss === null) return null;
  const { least, most } = lossRange;
  const place = most > least ? Math.min(1, (trial.loss - least) / (most - least)) : 0;
  return echarts.color.lerp(place, SCALE);
}
