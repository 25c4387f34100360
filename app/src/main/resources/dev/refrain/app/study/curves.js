// Learning curves.

function showCurves() {
  const losses = [["validation", "validation"], ["training", "training"]].filter(([key]) =>
    trials.some(trial => trial[key].loss.length > 0));
  if (losses.length === 0) return;
  const which = byId("curve-loss");
  const over = byId("curve-over");
  const smoothing = byId("curve-smoothing");
  const log = byId("curve-log");
  const change = () => {
    settings.set("curves", [which.value, over.value, smoothing.value, log.checked]);
    curves.draw();
  };
  const measured = study.measure.startsWith("training") ? "training" : "validation";
  const kept = settings.get("curves", [measured, "step", "0", false]);
  fill(which, losses, kept[0], change);
  fill(over, [["step", "steps"], ["epoch", "epochs"], ["seconds", "time"]], kept[1], change);
  smoothing.value = kept[2];
  smoothing.addEventListener("input", change);
  log.checked = kept[3];
  log.addEventListener("change", change);

  const name = trial => `trial ${trial.number}`;
  const curves = addChart("curves", colours => {
    const drawn = trials.filter(trial => trial[which.value].loss.length > 0);
    return {
      aria: { enabled: true, label: { description: `Learning curves of ${drawn.length} trials` } },
      grid: { left: 10, right: 130, top: 35, bottom: 30, containLabel: true },
      toolbox: {
        right: 130,
        feature: { dataZoom: { title: { zoom: "zoom in", back: "zoom out" } } },
        iconStyle: { borderColor: colours.faint },
      },
      legend: {
        type: "scroll",
        orient: "vertical",
        right: 0,
        top: 24,
        bottom: 10,
        textStyle: { color: colours.ink },
        pageTextStyle: { color: colours.faint },
        pageIconColor: colours.accent,
        pageIconInactiveColor: colours.line,
        inactiveColor: colours.faint,
        data: drawn.map(name),
      },
      xAxis: axis(colours, {
        type: "value",
        name: over.value === "seconds" ? "seconds" : `${over.value}s`,
        nameGap: 28,
        min: 0,
        max: "dataMax",
        splitLine: { show: false },
      }),
      yAxis: upAxis(colours, {
        name: `${which.value} loss`,
        ...(log.checked
          ? { type: "log", logBase: 2, min: "dataMin", max: "dataMax" }
          : { type: "value", scale: true }),
      }),
      series: drawn.map(trial => {
        const points = curve(trial, which.value, over.value, Number(smoothing.value));
        return {
          id: String(trial.number),
          name: name(trial),
          type: "line",
          data: log.checked ? points.filter(([, loss]) => loss > 0) : points,
          triggerLineEvent: true,
          showSymbol: points.length === 1,
          symbol: "circle",
          symbolSize: 7,
          z: { strong: 4, plain: 3, faint: 2 }[strength(trial)],
          lineStyle: lineStyle(trial, colours),
          itemStyle: { color: colour(trial) ?? colours.faint },
          emphasis: { focus: chosen.size > 0 ? "none" : "series", lineStyle: { width: 3.5 } },
          markPoint: endMark(trial, points[points.length - 1], colours),
        };
      }),
    };
  });
  const { chart } = curves;
  const numberOf = name => Number(name?.replace("trial ", ""));
  chart.on("click", ({ seriesName }) => click(numberOf(seriesName)));
  chart.on("legendselectchanged", event => {
    chart.dispatchAction({ type: "legendAllSelect" });
    click(numberOf(event.name));
  });
  follow(
    curves, ({ seriesName }) => numberOf(seriesName), trial => ({ seriesId: String(trial) }));
}

// The points of a curve, smoothed by an exponential mean that begins without a bias.
function curve(trial, which, over, smoothing) {
  const { [over]: places, loss } = trial[which];
  let mean = 0;
  let weight = 0;
  return loss.map((value, index) => {
    mean = smoothing * mean + (1 - smoothing) * value;
    weight = smoothing * weight + (1 - smoothing);
    return [places[index], mean / weight];
  });
}

function endMark(trial, end, colours) {
  if (trial.state === "complete" || trial.state === "pruned") return undefined;
  return {
    silent: true,
    symbol: trial.state === "failed" ? CROSS : "circle",
    symbolSize: trial.state === "failed" ? 10 : 7,
    itemStyle: { color: colour(trial) ?? colours.faint, opacity: lineStyle(trial, colours).opacity },
    label: { show: false },
    data: [{ coord: end }],
  };
}
