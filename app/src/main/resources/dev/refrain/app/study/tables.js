// The head of the page.

function showHead() {
  document.title = study.title;
  byId("title").textContent = study.title;
  byId("echarts-version").textContent = echarts.version;
  const state = byId("state");
  state.append(element("span", { class: `badge ${study.state.kind}` }, study.state.text));
  state.append(element("span", { id: "written" }));
  const facts = byId("facts");
  const all = [
    ...study.facts,
    { name: "Trials", value: counted().join(", ") || "none yet" },
    { name: "Time", value: duration(study.worked) },
  ];
  for (const { name, value } of all) {
    facts.append(element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  }
  byId("copy").addEventListener("click", copyCommand);
  onChoice.push(showCommand);
  showCommand();
}

function counted() {
  const counts = new Map();
  for (const { state } of trials) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts.keys()].sort().map(state => `${counts.get(state)} ${state}`);
}

// The command of the trial that is chosen, else of the best.
function showCommand() {
  const number = chosen.size === 1 ? [...chosen][0] : best;
  byId("command-section").hidden = number === null;
  if (number === null) return;
  const trial = trialOf.get(number);
  const values = study.dimensions
    .map(({ path }) => [path, cell(trial, path)])
    .filter(([, value]) => value !== null)
    .map(([path, value]) => `${path} ${shown(value)}`);
  const came = trial.loss === null ? trial.state : `${study.measure} ${loss(trial.loss)}`;
  byId("command-title").textContent =
    number !== best ? "Chosen" : study.reload > 0 ? "Best so far" : "Best";
  byId("command-what").textContent = `Trial ${number}: ${came} with ${values.join(", ")}`;
  byId("command").textContent = trial.command ?? "";
  document.querySelector(".command").hidden = trial.command === undefined;
}

// A page from a file may not be allowed to write to the clipboard: then the command is marked.
async function copyCommand() {
  const code = byId("command");
  getSelection().selectAllChildren(code);
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  getSelection().removeAllRanges();
  byId("copy").textContent = "Copied";
  setTimeout(() => (byId("copy").textContent = "Copy"), 1500);
}

// The table of trials.

const rowOf = new Map();

// Columns with something in them, and their places in a trial's cells.
const columnsShown = study.columns
  .map((column, index) => ({ ...column, index }))
  .filter(({ index }) => trials.length === 0 || trials.some(({ cells }) => cells[index] !== null));

function showTrials() {
  const table = byId("trials");
  const body = element("tbody", {});
  for (const trial of trials) {
    const row = tableRow(trial);
    rowOf.set(trial.number, row);
    body.append(row);
  }
  table.append(element("thead", {}, headRow()), body);
  byId("count").textContent = counted().join(", ") || "No trial has begun yet.";
  sortTable();
  onChoice.push(markRows);
  onPointing.push(trial => {
    for (const [number, row] of rowOf) row.classList.toggle("pointed", number === trial);
  });
  for (const button of document.querySelectorAll("button.clear")) {
    button.addEventListener("click", () => choose([]));
  }
  markRows();
}

function isNumber(column) {
  return column.kind !== "text" && column.kind !== "name";
}

function headRow() {
  const row = element("tr", {});
  for (const column of columnsShown) {
    const button =
      element("button", { type: "button", title: column.title }, shortName(column.title));
    button.addEventListener("click", () => {
      const sort = settings.get("sort", { key: "trial", up: true });
      settings.set("sort", { key: column.key, up: sort.key === column.key ? !sort.up : true });
      sortTable();
    });
    row.append(
      element("th", { scope: "col", class: isNumber(column) ? "number" : "" }, button));
  }
  return row;
}

function tableRow(trial) {
  const row = element("tr", { tabindex: "0" });
  if (trial.number === best) row.classList.add("best");
  for (const column of columnsShown) {
    const value = trial.cells[column.index];
    const data = element("td", {}, shown(value, column.kind));
    if (value !== null) data.title = String(value);
    if (isNumber(column)) data.classList.add("number");
    if (column.key === "reason") data.classList.add("reason");
    if (column.key === "state") data.classList.add("state", trial.state);
    if (column.key === "trial") data.prepend(swatch(trial));
    row.append(data);
  }
  row.addEventListener("click", () => click(trial.number));
  row.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    click(trial.number, event);
  });
  row.addEventListener("mouseenter", () => point(trial.number));
  row.addEventListener("mouseleave", () => point(null));
  return row;
}

function swatch(trial) {
  const colours = colour(trial);
  const made = element("span", { class: colours === null ? "swatch none" : "swatch" });
  if (colours !== null) made.style.background = colours;
  return made;
}

// Rows without a value stand last, whichever way the column is sorted.
function sortTable() {
  const { key, up } = settings.get("sort", { key: "trial", up: true });
  const index = columnOf.get(key) ?? 0;
  const sorted = [...trials].sort((one, other) => {
    const a = one.cells[index];
    const b = other.cells[index];
    if (a === b) return one.number - other.number;
    if (a === null) return 1;
    if (b === null) return -1;
    const order =
      typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return up ? order : -order;
  });
  const table = byId("trials");
  table.tBodies[0].append(...sorted.map(trial => rowOf.get(trial.number)));
  columnsShown.forEach((column, place) => {
    const head = table.tHead.rows[0].cells[place];
    if (column.key === key) head.setAttribute("aria-sort", up ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  });
}

function markRows() {
  for (const [trial, row] of rowOf) {
    row.classList.toggle("chosen", chosen.has(trial));
    row.setAttribute("aria-selected", chosen.has(trial));
  }
  for (const button of document.querySelectorAll("button.clear")) button.hidden = chosen.size === 0;
}

// The rounds: each with its bounds, drawn within those of the whole space.

function showRounds() {
  if (study.rounds.length === 0) return;
  byId("rounds-section").hidden = false;
  const head = element("tr", {});
  for (const title of ["round", ...study.dimensions.map(({ path }) => path)]) {
    head.append(element("th", { scope: "col", title }, shortName(title)));
  }
  head.append(
    element("th", { scope: "col", class: "number" }, "trials"),
    element("th", { scope: "col", class: "number" }, `best ${study.measure}`));
  const body = element("tbody", {});
  for (const { round, bounds } of study.rounds) {
    const row = element("tr", {}, element("td", {}, String(round)));
    for (const dimension of study.dimensions) {
      const within = bounds[dimension.path] ?? [];
      row.append(element("td", {}, ...(within.length > 0 ? boundsOf(dimension, within) : [])));
    }
    const within = trials.filter(trial => cell(trial, "round") === round);
    const losses = within
      .filter(trial => trial.state === "complete" && trial.loss !== null)
      .map(trial => trial.loss);
    row.append(
      element("td", { class: "number" }, String(within.length)),
      element("td", { class: "number" }, losses.length ? loss(Math.min(...losses)) : ""));
    body.append(row);
  }
  byId("rounds").append(element("thead", {}, head), body);
}

function boundsOf(dimension, bounds) {
  if (dimension.kind === "choice") return [bounds.map(String).join(", ")];
  const [low, high = low] = bounds;
  const place = value => {
    const scale = dimension.log ? Math.log : Number;
    const [from, to] = [scale(dimension.least), scale(dimension.most)];
    return to > from ? (100 * (scale(value) - from)) / (to - from) : 0;
  };
  const bar = element("i", {});
  bar.style.left = `${place(low)}%`;
  bar.style.right = `${100 - place(high)}%`;
  const text = low === high ? number(low) : `${number(low)} – ${number(high)}`;
  return [text, element("div", { class: "span" }, bar)];
}
