/* The map of the app: mounted once, then told only what changed. Nothing is fetched but files of this server. */
import "../valgplan.leaflet/leaflet.js";
import { readyDays } from "./days.js";
import { AREA_MEASURES, POINT_MEASURES, makeGround, measureNames, order, showAreas, pointMeasure, showLines, showPoints, showReach } from "./ground.js";
import { makeNames, placeNames } from "./names.js";
import { drawCandidates, drawStations, spread, symbol } from "./stations.js";
import { button, chooser, element, fromAddress, speak, toAddress, toggle, w } from "./text.js";

const L = window.L;
const TILES = "https://cache.kartverket.no/v1/wmts/1.0.0/topograatone/default/webmercator/{z}/{y}/{x}.png";
const views = new WeakMap();
const files = new Map();

function fetched(address) {
  if (!address) { return Promise.resolve(null); }
  if (!files.has(address)) {
    files.set(address, fetch(address).then((answer) => {
      if (!answer.ok) { throw new Error(`${answer.status}`); }
      return answer.json();
    }).catch((error) => { files.delete(address); throw error; }));
  }
  return files.get(address);
}

function mount(root) {
  const frame = root.querySelector(".frame");
  const part = (name) => frame.querySelector(`.${name}`);
  const map = L.map(part("map"), { renderer: L.canvas({ padding: 0.3 }), zoomControl: false, minZoom: 8, maxZoom: 18, zoomSnap: 0.25, zoomDelta: 0.5 });
  map.attributionControl.setPrefix("Leaflet");
  L.control.zoom({ position: "topright", zoomInTitle: w("zoom_in"), zoomOutTitle: w("zoom_out") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  const layers = () => L.layerGroup().addTo(map);
  const view = {
    frame, map, tools: part("tools"), areaLegend: part("areas"), pointLegend: part("points"), reachLegend: part("reach"), dayBox: part("days"),
    message: part("message"), stations: layers(), leaders: layers(), candidates: layers(), routes: layers(), marks: [],
    on: { lines: false, others: false, names: true, roads: true, tiles: false },
  };
  view.show = (layer, on) => { if (on) { layer.addTo(map); } else { layer.remove(); } };
  view.tiles = L.tileLayer(TILES, { attribution: "© Kartverket", opacity: 0.75 });
  view.tiles.on("tileerror", () => { view.message.textContent = w("tiles_fail"); });
  map.on("zoomend", () => { spread(L, view); if (view.nameLayer) { placeNames(view); } });
  /* Only what the reader has moved stands in the address: else a first view, made before the style sheet gave
     the map its height, would be kept for good. */
  view.asked = fromAddress("kart", "");
  ["mousedown", "wheel", "keydown", "touchstart"].forEach((what) =>
    map.getContainer().addEventListener(what, () => { view.moved = true; }, { capture: true, passive: true }));
  map.on("moveend", () => {
    if (!view.moved) { return; }
    const at = map.getCenter();
    toAddress("kart", `${at.lat.toFixed(4)},${at.lng.toFixed(4)},${map.getZoom()}`, "");
  });
  map.on("popupopen", (event) => {
    const box = event.popup.getElement();
    const close = box.querySelector(".leaflet-popup-close-button");
    if (close) { close.setAttribute("aria-label", w("close")); close.title = w("close"); }
    /* In the order of the document it lies far from its mark: focus goes into it, and back on Escape. */
    const from = frame.getRootNode().activeElement;
    (box.querySelector(".acts > button") ?? close)?.focus({ preventScroll: true });
    box.onkeydown = (pressed) => {
      if (pressed.key !== "Escape") { return; }
      map.closePopup();
      from?.focus({ preventScroll: true });
    };
  });
  map.on("click", (event) => {
    if (!view.adding) { return; }
    view.adding = false;
    frame.classList.remove("adding");
    view.act("add", "", { lat: event.latlng.lat, lon: event.latlng.lng });
  });
  view.resize = new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    if (view.plan && !view.moved) { firstView(view); }
  });
  view.resize.observe(part("map"));
  frame.addEventListener("keydown", (event) => {
    if (!view.data?.edit || !(event.ctrlKey || event.metaKey)) { return; }
    const act = { z: "undo", y: "redo" }[event.key.toLowerCase()];
    if (act) { event.preventDefault(); view.act(act, ""); }
  });
  return view;
}

function drawTools(view) {
  const names = view.names;
  const some = (measures) => Object.keys(measures).filter((name) => view.data.labels.after || !["after", "change"].includes(name));
  const options = (measures) => ["none", ...some(measures)].map((name) => [name, names[name]]);
  const redraw = (what, address, otherwise, draw) => (value) => {
    view.measure[what] = value;
    toAddress(address, value, otherwise);
    draw(view, value);
    order(view);
  };
  const switched = (name, act) => (on) => { view.on[name] = on; act(on); order(view); };
  const key = view.frame.querySelector(".key");
  view.tools.replaceChildren(
    button(w("skip"), () => key.focus(), "skip"),
    chooser(w("areas"), options(AREA_MEASURES), view.measure.areas, redraw("areas", "flate", view.data.areas, showAreas)),
    chooser(w("points"), options(POINT_MEASURES), pointMeasure(view), redraw("points", "punkt", view.data.points, (_, value) => {
      view.pointsToo = true;
      showPoints(view, value);
    })),
    toggle(w("lines"), view.on.lines, switched("lines", (on) => showLines(L, view, on))),
    toggle(w("names"), view.on.names, switched("names", (on) => { view.show(view.nameLayer, on); placeNames(view); })),
    toggle(w("roads"), view.on.roads, switched("roads", (on) => view.show(view.layers.roads, on))),
    toggle(w("tiles"), view.on.tiles, switched("tiles", (on) => { view.message.textContent = ""; view.show(view.tiles, on); })),
  );
  if (view.data.others) {
    view.tools.append(toggle(w("others"), view.on.others, switched("others", () => drawCandidates(L, view))));
  }
  if (view.data.edit) {
    const undo = button(w("undo"), () => view.act("undo", ""));
    const redo = button(w("redo"), () => view.act("redo", ""));
    undo.disabled = !view.data.undo;
    redo.disabled = !view.data.redo;
    view.tools.append(undo, redo, button(w("add_in_map"), () => { view.adding = true; view.frame.classList.add("adding"); }));
  }
}

function drawKey(view) {
  const box = view.frame.querySelector(".key");
  const count = (kind) => view.plan.stations.filter((station) => station.kind === kind).length;
  box.replaceChildren(...Object.entries(view.plan.kinds).filter(([kind]) => count(kind)).map(([kind, words]) => {
    const line = element("span", null, "step");
    line.append(symbol(view.plan, words, ""), element("b", `${w(`kinds_${kind}`)} (${count(kind)})`));
    return line;
  }));
}

function firstView(view) {
  const asked = view.asked.split(",").map(Number);
  if (asked.length === 3 && asked.every(Number.isFinite)) { view.map.setView([asked[0], asked[1]], asked[2], { animate: false }); return; }
  view.map.fitBounds(view.plan.view, { animate: false });
}

/* The style sheets come when they come: before, the map has neither height nor panes that lie on one another. */
function styled(view) {
  const pane = view.map.getPane("mapPane");
  const ready = () => getComputedStyle(view.frame).borderTopStyle === "solid" && getComputedStyle(pane).position === "absolute";
  return new Promise((done) => {
    const look = (left) => { if (ready() || !left) { done(); } else { requestAnimationFrame(() => look(left - 1)); } };
    look(1200);
  });
}

async function update(view, data) {
  view.measure = view.measure || { areas: fromAddress("flate", data.areas), points: fromAddress("punkt", data.points) };
  const turn = view.turn = (view.turn || 0) + 1;
  const [ground, plan, reach] = await Promise.all([fetched(data.ground), fetched(data.plan), fetched(data.reach), styled(view)]);
  view.map.invalidateSize({ pan: false });
  if (turn !== view.turn) { return; }
  const otherWords = view.spoken !== data.language;
  view.spoken = data.language;
  const [newGround, newPlan] = [view.ground !== ground, view.plan !== plan || otherWords];
  const marks = JSON.stringify([data.locked, data.forbidden, data.edit, data.others]);
  Object.assign(view, { data, ground, plan, labels: data.labels, names: measureNames(data.labels) });
  if (newGround) {
    if (view.layers) { Object.values(view.layers).forEach((layer) => layer.remove && layer.remove()); }
    view.layers = makeGround(L, view, ground);
    view.layers.areas.addTo(view.map);
    view.show(view.layers.roads, view.on.roads);
    if (view.nameLayer) { view.nameLayer.remove(); }
    firstView(view);
    view.nameLayer = makeNames(L, ground).addTo(view.map);
  }
  if (newPlan || marks !== view.lastMarks) {
    drawStations(L, view);
    drawCandidates(L, view);
  }
  if (!data.labels.after) {
    ["areas", "points"].forEach((what) => { if (["after", "change"].includes(view.measure[what])) { view.measure[what] = data[what]; } });
  }
  const newReach = view.reach !== reach;
  view.reach = reach;
  if (newReach) { view.pointsToo = false; }
  if (newPlan || newGround || newReach) { showPoints(view, pointMeasure(view)); }
  if (newPlan || newGround) {
    showAreas(view, view.measure.areas);
    showLines(L, view, view.on.lines);
    readyDays(L, view);
    drawKey(view);
  }
  if (newReach || newGround) { showReach(L, view, reach); }
  view.lastMarks = marks;
  nameParts(view);
  drawTools(view);
  order(view);
  placeNames(view);
  view.frame.dataset.ready = String(turn);
}

/* What a screen reader calls the parts of the frame. */
function nameParts(view) {
  view.tools.setAttribute("aria-label", w("contents"));
  view.map.getContainer().setAttribute("aria-label", w("map"));
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  speak(data.words, data.calendar);
  let view = views.get(parentElement);
  if (!view) {
    view = mount(parentElement);
    views.set(parentElement, view);
  }
  view.act = (what, id, more = {}) => setTriggerValue("action", { what, id, ...more });
  view.pick = (kind, id) => setTriggerValue("picked", { kind, id });
  update(view, data).catch(() => { view.message.textContent = w("failed"); });
  return () => { view.resize.disconnect(); view.map.remove(); views.delete(parentElement); };
}
