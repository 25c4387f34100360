// A study that goes on is looked at again every few seconds. Not while somebody points, types or has
// marked something, and not behind other windows.

const QUIET = 2000;
let touched = 0;

function showAge() {
  const seconds = Math.max(0, (Date.now() - Date.parse(study.written)) / 1000);
  byId("written").textContent =
    study.reload > 0
      ? `written ${duration(Math.round(seconds))} ago, this page keeps itself up to date`
      : `written ${new Date(study.written).toLocaleString()}`;
}

function reloadWhenQuiet() {
  const busy =
    document.hidden || Date.now() - touched < QUIET || !getSelection().isCollapsed;
  if (busy) {
    setTimeout(reloadWhenQuiet, 500);
  } else {
    settings.set("scroll", [scrollX, scrollY, byId("trials").parentElement.scrollTop]);
    location.reload();
  }
}

function restoreScroll() {
  const [x, y, table] = settings.get("scroll", [0, 0, 0]);
  settings.set("scroll", undefined);
  if (x + y > 0) scrollTo(x, y);
  byId("trials").parentElement.scrollTop = table;
}

function showCharts() {
  showScales();
  showCurves();
  showScatter();
  showImportance();
  showParallel();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const draw of charts) draw();
  });
}

showHead();
showTrials();
showRounds();
showCharts();
showAge();
restoreScroll();
if (study.reload > 0) {
  for (const kind of ["pointermove", "pointerdown", "keydown", "wheel"]) {
    addEventListener(kind, () => (touched = Date.now()), { passive: true });
  }
  setInterval(showAge, 1000);
  setTimeout(reloadWhenQuiet, 1000 * study.reload);
}
