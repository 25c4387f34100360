// Charts, drawn by Apache ECharts. All show the same trials in the same colours, and what is chosen or
// pointed at in one is so in all.

const charts = [];

function theme() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(`--${name}`).trim();
  return { ink: of("ink"), faint: of("faint"), line: of("line"), card: of("card"), accent: of("accent") };
}

// A trial that failed.
const CROSS = "path://M0,1L1,0L5,4L9,0L10,1L6,5L10,9L9,10L5,6L1,10L0,9L4,5Z";

// Makes a chart whose whole option `option` gives, and draws it again when it must change.
function addChart(id, option) {
  byId(`${id}-section`).hidden = false;
  const place = byId(id);
  const chart = echarts.init(place);
  const draw = () => {
    const made = option(theme());
    chart.setOption(
      {
        animation: false,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
        ...made,
      },
      { replaceMerge: ["series", ...["xAxis", "yAxis"].filter(axis => axis in made)] });
  };
  draw();
  charts.push(draw);
  new ResizeObserver(() => chart.resize()).observe(place);
  return { chart, draw };
}

function axis(colours, given) {
  return {
    nameLocation: "middle",
    nameTextStyle: { color: colours.faint },
    axisLine: { lineStyle: { color: colours.faint } },
    axisLabel: {
      color: colours.faint,
      hideOverlap: true,
      textBorderColor: colours.card,
      textBorderWidth: 3,
      formatter: value => (typeof value === "number" ? number(Number(value.toPrecision(4))) : value),
    },
    splitLine: { lineStyle: { color: colours.line } },
    ...given,
  };
}

// An axis that goes up: its name stands above it.
function upAxis(colours, given) {
  return axis(colours, {
    nameLocation: "end",
    ...given,
    nameGap: 14,
    nameTextStyle: { color: colours.faint, align: "left" },
  });
}

// How strongly a trial is drawn: what is chosen stands out, and where nothing is, the best does.
function strength(trial) {
  if (chosen.size > 0) return chosen.has(trial.number) ? "strong" : "faint";
  return trial.number === best ? "strong" : "plain";
}

function lineStyle(trial, colours) {
  const how = strength(trial);
  const type = { pruned: "dashed", failed: "dotted" }[trial.state] ?? "solid";
  const plain = trials.length > 40 ? 0.55 : 0.85;
  return {
    color: colour(trial) ?? colours.faint,
    type,
    width: how === "strong" ? 3 : 1.5,
    opacity: { strong: 1, plain, faint: 0.15 }[how],
  };
}

function fill(select, choices, value, change) {
  for (const [key, title] of choices) select.append(element("option", { value: key }, title));
  select.value = choices.some(([key]) => key === value) ? value : choices[0][0];
  select.addEventListener("change", change);
}

// Ties a chart to what is pointed at and chosen elsewhere.
//
// numberOf: the trial of an event in the chart; queryOf: what the chart calls a trial
function follow({ chart, draw }, numberOf, queryOf) {
  let high = null;
  chart.on("mouseover", event => {
    const number = numberOf(event);
    if (trialOf.has(number)) {
      point(number);
      showTip(trialOf.get(number), event.event.event);
    }
  });
  chart.on("mouseout", () => {
    point(null);
    byId("tip").hidden = true;
  });
  onPointing.push(number => {
    if (high !== null) chart.dispatchAction({ type: "downplay", ...queryOf(high) });
    high = number;
    if (high !== null) chart.dispatchAction({ type: "highlight", ...queryOf(high) });
  });
  onChoice.push(draw);
}

function showTip(trial, pointer) {
  const table = element("table", {});
  const add = (name, value) =>
    table.append(element("tr", {}, element("th", {}, name), element("td", {}, value)));
  study.columns.forEach(({ key, title, kind }, index) => {
    const value = trial.cells[index];
    if (value !== null) add(title, shown(value, kind));
  });
  const tip = byId("tip");
  tip.replaceChildren(table);
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const { clientX: x, clientY: y } = pointer;
  tip.style.left = `${Math.max(4, x + 16 + width > innerWidth ? x - width - 16 : x + 16)}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 12, innerHeight - height - 4))}px`;
}

// How much of the differences in loss each dimension explains.

function showImportance() {
  if (study.importance.length === 0) return;
  const shares = [...study.importance].sort((a, b) => a.share - b.share);
  addChart("importance", colours => ({
    aria: { enabled: true },
    grid: { left: 10, right: 60, top: 10, bottom: 10, containLabel: true },
    xAxis: axis(colours, { type: "value", min: 0, max: 1, show: false }),
    yAxis: axis(colours, {
      type: "category",
      data: shares.map(({ path }) => path),
      axisTick: { show: false },
      axisLabel: { color: colours.ink, width: 220, overflow: "truncate" },
    }),
    series: [
      {
        type: "bar",
        silent: true,
        data: shares.map(({ share }) => share),
        barMaxWidth: 26,
        itemStyle: { color: colours.accent, borderRadius: 3 },
        label: {
          show: true,
          position: "right",
          color: colours.ink,
          formatter: ({ value }) => `${(100 * value).toFixed(0)} %`,
        },
      },
    ],
  }));
}

function showScales() {
  if (lossRange === null || lossRange.most === lossRange.least) return;
  const beyond = trials.some(trial => trial.loss > lossRange.most);
  for (const scale of document.querySelectorAll(".scale")) {
    const bar = element("i", {});
    bar.style.background = `linear-gradient(to right, ${SCALE.join(", ")})`;
    scale.append(loss(lossRange.least), bar, loss(lossRange.most) + (beyond ? " and above" : ""));
    scale.title = study.measure;
  }
}
