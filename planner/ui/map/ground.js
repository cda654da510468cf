/* Districts, reach squares, roads, lines and points: one canvas, drawn in this order. */
import { colourOf, drawRamp, element, nb, rows, w } from "./text.js";

export const AREA_MEASURES = { turnout: "turnout", voters: "voters", before: "minutes", after: "minutes", change: "change" };
export const POINT_MEASURES = { before: "minutes", after: "minutes", change: "change" };

export function measureNames(labels) {
  return {
    none: w("none"), turnout: w("turnout"), voters: w("voters"), before: w("minutes", { when: labels.before }),
    after: w("minutes", { when: labels.after }), change: w("change"),
  };
}

function difference(before, after) {
  return before === null || after === null || before === undefined || after === undefined ? null : after - before;
}

function districtValue(district, measure) {
  if (!district) { return null; }
  return measure === "change" ? difference(district.before, district.after) : district[measure];
}

export function makeGround(L, view, ground) {
  const areas = ground.areas.map((area) => {
    const shape = L.polygon(area.rings, { weight: 1, color: "#6c757d", lineJoin: "round", fillOpacity: 0.9, fillColor: "#fbfbf9" });
    shape.area = area;
    shape.bindPopup(() => areaPopup(view, area));
    return shape;
  });
  const roads = [["#9aa4ae", 4, 3], ["#ffffff", 2, 1.2]].flatMap(([color, wide, narrow]) =>
    ground.roads.map((road) => L.polyline(road.line, { interactive: false, color, weight: road.motorway ? wide : narrow })));
  const points = ground.points.lat.map((lat, row) => {
    const mark = L.circleMarker([lat, ground.points.lon[row]], { color: "#3c3c3c" });
    mark.bindPopup(() => pointPopup(view, row));
    return mark;
  });
  return { areas: L.layerGroup(areas), roads: L.layerGroup(roads), points: L.layerGroup(points), lines: L.layerGroup(),
    reach: L.layerGroup(), marks: points, shapes: areas };
}

function areaPopup(view, area) {
  const box = element("div");
  const district = view.plan.districts[area.district];
  box.append(element("h3", area.name));
  if (district) {
    const { labels, words } = { labels: view.labels, words: view.plan.words };
    box.append(rows([
      [w("turnout_head"), `${nb(district.turnout)} %${district.municipal ? w("municipal") : ""}`],
      [capital(w("weight")), nb(district.voters, 0)],
      [w("minutes_head", { when: labels.before }), nb(district.before)], ...afterRows(labels, district.after, districtValue(district, "change")),
    ]), element("p", w("turnout_source", { source: words.turnout }), "sub"));
  }
  return box;
}

function pointPopup(view, row) {
  const [points, values] = [view.ground.points, view.plan.points];
  const station = view.plan.stations[values.station[row]];
  const district = view.plan.districts[points.district[row]];
  const box = element("div");
  box.append(element("h3", w("point")), rows([
    [w("district"), district && district.name],
    [w("minutes_head", { when: view.labels.before }), nb(values.before[row])], ...afterRows(view.labels, values.after[row], difference(values.before[row], values.after[row])),
    [w("quickest"), station ? station.name : w("unreached")],
    [capital(w("weight")), nb(values.weight[row], 0)],
  ]), element("p", points.covered[row] ? w("by_network") : w("approximate"), "sub"));
  return box;
}

/* Before anything is planned there is only today. */
function afterRows(labels, after, change) {
  return labels.after ? [[w("minutes_head", { when: labels.after }), nb(after)], [w("change_head"), nb(change)]] : [];
}

function capital(text) { return text.charAt(0).toUpperCase() + text.slice(1); }

export function showAreas(view, measure) {
  const scale = view.plan.scales[AREA_MEASURES[measure]];
  view.layers.shapes.forEach((shape) => {
    const district = view.plan.districts[shape.area.district];
    const fillColor = scale ? colourOf(scale, districtValue(district, measure)) : "#fbfbf9";
    shape.setStyle({ fillColor, fillOpacity: scale ? 0.8 : 0.9 });
  });
  const unit = scale ? `, ${scale.unit}` : "";
  drawRamp(view.areaLegend, w("districts_legend", { what: `${view.names[measure]}${unit}` }), scale);
}

/* Points of another measure would hide the reach of a place: they come back when the reader asks for them. */
export function pointMeasure(view) { return view.reach && !view.pointsToo ? "none" : view.measure.points; }

export function showPoints(view, measure) {
  const scale = view.plan.scales[POINT_MEASURES[measure]];
  const values = view.plan.points;
  const heaviest = Math.max(1, ...values.weight);
  const value = (row) => (measure === "change" ? difference(values.before[row], values.after[row]) : values[measure][row]);
  view.show(view.layers.points, Boolean(scale));
  if (!scale) { drawRamp(view.pointLegend, "", null); return; }
  view.layers.marks.forEach((mark, row) => {
    const covered = view.ground.points.covered[row];
    const radius = 2 + 4.5 * Math.sqrt(values.weight[row] / heaviest);
    mark.setStyle({ radius, fillColor: colourOf(scale, value(row)), weight: covered ? 0.7 : 1.3, dashArray: covered ? null : "2 2.5",
      fillOpacity: covered ? 0.92 : 0.7 });
  });
  const extra = [["big", w("bigger", { weight: w("weight") })]];
  if (view.ground.points.covered.includes(0)) { extra.unshift(["dashed", w("dashed")]); }
  drawRamp(view.pointLegend, w("points_legend", { what: view.names[measure] }), scale, extra);
}

export function showLines(L, view, on) {
  view.layers.lines.clearLayers();
  view.show(view.layers.lines, on);
  if (!on) { return; }
  view.ground.points.lat.forEach((lat, row) => {
    const station = view.plan.stations[view.plan.points.station[row]];
    if (!station) { return; }
    const color = colourOf(view.plan.scales.minutes, view.plan.points.after[row]);
    view.layers.lines.addLayer(L.polyline([[lat, view.ground.points.lon[row]], station.at], { interactive: false, weight: 1.2, opacity: 0.8, color }));
  });
}

/* The reach of one place in the squares of the statistical grid. */
export function showReach(L, view, reach) {
  view.layers.reach.clearLayers();
  view.show(view.layers.reach, Boolean(reach));
  view.reachLegend.hidden = !reach;
  if (!reach) { return; }
  const { lat, lon, metres } = view.ground.cells;
  const high = metres / 2 / 111195;
  lat.forEach((north, row) => {
    const wide = high / Math.cos((north * Math.PI) / 180);
    const fillColor = colourOf(view.plan.scales.reach, reach.minutes[row]);
    view.layers.reach.addLayer(L.rectangle([[north - high, lon[row] - wide], [north + high, lon[row] + wide]],
      { interactive: false, stroke: false, fillColor, fillOpacity: 0.85 }));
  });
  const mix = w("mix", view.plan.mix);
  drawRamp(view.reachLegend, w("reach_legend", { metres, name: reach.name, mix }), view.plan.scales.reach);
}

/* What lies on top, from below: a canvas knows only the order of drawing. */
export function order(view) {
  const { areas, reach, roads, lines, points } = view.layers;
  [areas, reach, roads, lines, view.routes, view.candidates, points].filter((layer) => layer && view.map.hasLayer(layer))
    .forEach((layer) => layer.eachLayer((part) => part.bringToFront && part.bringToFront()));
}
