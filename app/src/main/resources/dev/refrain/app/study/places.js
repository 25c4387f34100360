// Two dimensions, one across and one up.

const LOSS = "loss";

function scaleOf(path) {
  const dimension = study.dimensions.find(d => d.path === path);
  if (dimension === undefined) return { type: "value", scale: true, boundaryGap: ["5%", "5%"] };
  if (dimension.kind === "choice") return { type: "category", data: dimension.choices.map(String) };
  const { least, most, log, whole } = dimension;
  return {
    type: log ? "log" : "value",
    minInterval: whole ? 1 : 0,
    ...(least < most ? { min: least, max: most } : { scale: true }),
  };
}

function place(trial, path) {
  const value = cell(trial, path);
  const dimension = study.dimensions.find(d => d.path === path);
  return dimension?.kind === "choice" && value !== null ? String(value) : value;
}

// Depth and width where there are both, else the two numbers that matter most.
function usualAxes() {
  const paths = study.dimensions.map(d => d.path);
  if (paths.includes("layers") && paths.includes("units")) return ["layers", "units"];
  const ranges = study.dimensions.filter(d => d.kind !== "choice").map(d => d.path);
  const share = path => study.importance.find(i => i.path === path)?.share ?? 0;
  ranges.sort((a, b) => share(b) - share(a));
  const [across = paths[0], up = LOSS] = ranges;
  return [across, up];
}

function showScatter() {
  if (study.dimensions.length === 0 || trials.length === 0) return;
  const across = byId("scatter-x");
  const up = byId("scatter-y");
  const change = () => {
    settings.set("scatter", [across.value, up.value]);
    scatter.draw();
  };
  const kept = settings.get("scatter", usualAxes());
  const choices = study.dimensions.map(({ path }) => [path, path]);
  fill(across, choices, kept[0], change);
  fill(up, [...choices, [LOSS, study.measure]], kept[1], change);
  let drawn = [];
  const scatter = addChart("scatter", colours => {
    const [x, y] = [across.value, up.value];
    byId("scatter-title").textContent =
      x === "layers" && y === "units" ? "Depth and width" : `${titleOf(x)} and ${titleOf(y)}`;
    drawn = trials.filter(trial => place(trial, x) !== null && place(trial, y) !== null);
    return {
      aria: { enabled: true, label: { description: `${drawn.length} trials by ${x} and ${y}` } },
      grid: { left: 15, right: 30, top: 35, bottom: 30, containLabel: true },
      xAxis: axis(colours, { ...scaleOf(x), name: titleOf(x), nameGap: 28 }),
      yAxis: upAxis(colours, { ...scaleOf(y), name: titleOf(y) }),
      series: [
        { id: "trials", type: "scatter", clip: false, data: marks(drawn, x, y, colours), z: 3 },
        { id: "rounds", type: "scatter", data: [], markArea: roundFrames(x, y, colours) },
      ],
    };
  });
  scatter.chart.on("click", ({ seriesId, dataIndex }) =>
    seriesId === "trials" && click(drawn[dataIndex].number));
  follow(
    scatter,
    ({ seriesId, dataIndex }) => seriesId === "trials" && drawn[dataIndex].number,
    number => ({
      seriesId: "trials",
      dataIndex: drawn.findIndex(trial => trial.number === number),
    }));
}

function titleOf(path) {
  return path === LOSS ? study.measure : path;
}

const STAR = "path://M10,0L13,7L20,7.6L14.7,12.3L16.2,19.5L10,15.6L3.8,19.5L5.3,12.3L0,7.6L7,7Z";

// Trials at the same place stand side by side.
function marks(drawn, x, y, colours) {
  const before = new Map();
  return drawn.map(trial => {
    const value = [place(trial, x), place(trial, y)];
    const same = before.get(String(value)) ?? 0;
    before.set(String(value), same + 1);
    const how = strength(trial);
    const hue = colour(trial) ?? colours.faint;
    const ring = trial.state === "running" || trial.state === "cut";
    return {
      value,
      symbol:
        trial.number === best ? STAR : { failed: CROSS, pruned: "diamond" }[trial.state] ?? "circle",
      symbolSize: trial.number === best ? 20 : trial.state === "failed" ? 10 : 13,
      symbolOffset: [10 * same, 0],
      itemStyle: {
        color: ring ? "transparent" : hue,
        borderColor: ring ? hue : chosen.has(trial.number) ? colours.ink : colours.card,
        borderWidth: ring || chosen.has(trial.number) ? 2 : 1,
        opacity: how === "faint" ? 0.25 : 1,
      },
    };
  });
}

function roundFrames(x, y, colours) {
  const ranged = path => study.dimensions.some(d => d.path === path && d.kind !== "choice");
  const at = values => [values[0], values[values.length - 1]];
  if (study.rounds.length < 2 || !ranged(x) || !ranged(y)) return undefined;
  return {
    silent: true,
    itemStyle: { color: "transparent", borderColor: colours.faint, borderWidth: 1, borderType: "dashed" },
    label: { color: colours.faint, position: "insideBottomRight", fontSize: 11 },
    data: study.rounds
      .filter(({ bounds }) => bounds[x]?.length > 0 && bounds[y]?.length > 0)
      .map(({ round, bounds }) => {
        const [left, right] = at(bounds[x]);
        const [bottom, top] = at(bounds[y]);
        return [
          { name: `round ${round}`, xAxis: left, yAxis: bottom },
          { xAxis: right, yAxis: top },
        ];
      }),
  };
}

// Parallel coordinates: an axis for each dimension, and the loss.

function showParallel() {
  if (study.dimensions.length === 0 || trials.length === 0) return;
  const paths = [...study.dimensions.map(({ path }) => path), LOSS];
  const drawn = [...trials].sort((a, b) => (a.number === best) - (b.number === best));
  const parallel = addChart("parallel", colours => {
    const room = byId("parallel").clientWidth / paths.length - 16;
    return {
      aria: { enabled: true, label: { description: `${trials.length} trials over ${paths}` } },
      parallel: { left: 60, right: 80, top: 45, bottom: 25 },
      parallelAxis: paths.map((path, dim) =>
        axis(colours, {
          ...scaleOf(path),
          dim,
          name: shortName(titleOf(path)),
          nameLocation: "end",
          nameTruncate: { maxWidth: room },
          axisLabel: { ...axis(colours).axisLabel, width: room - 16, overflow: "truncate" },
          realtime: false,
        })),
      series: [
        {
          id: "trials",
          type: "parallel",
          data: drawn.map(trial => ({
            value: paths.map(path => place(trial, path)),
            lineStyle: lineStyle(trial, colours),
          })),
          emphasis: { lineStyle: { width: 4, opacity: 1 } },
        },
      ],
    };
  });
  const { chart } = parallel;
  let brushing = false;
  chart.on("click", ({ dataIndex }) => dataIndex !== undefined && click(drawn[dataIndex].number));
  chart.on("axisareaselected", () => {
    const lines = chart.getModel().getSeriesByIndex(0);
    brushing = true;
    choose(lines.getRawIndicesByActiveState("active").map(index => drawn[index].number));
    brushing = false;
  });
  // What is chosen elsewhere ends what was chosen along the axes.
  onChoice.push(() => {
    if (brushing) return;
    paths.forEach((_, parallelAxisIndex) =>
      chart.dispatchAction(
        { type: "axisAreaSelect", parallelAxisIndex, intervals: [] }, { silent: true }));
  });
  follow(
    parallel,
    ({ dataIndex }) => drawn[dataIndex]?.number,
    number => ({
      seriesId: "trials",
      dataIndex: drawn.findIndex(trial => trial.number === number),
    }));
}
