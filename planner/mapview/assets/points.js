/* One circle per demand point, and a line to its quickest station. */
const points = data.points;
const pointLayer = L.layerGroup();
const lineLayer = L.layerGroup();
const pointMarks = [];
const heaviest = Math.max(1, ...points.weight);

function pointValue(row, measure) {
  if (measure !== "change") { return points[measure][row]; }
  const [before, after] = [points.before[row], points.after[row]];
  return before === null || after === null ? null : after - before;
}

function pointPopup(row) {
  const box = element("div");
  const district = data.districts[points.district[row]];
  const station = data.stations[points.station[row]];
  box.append(element("h2", "Behovspunkt"), rows([
    ["Bydel", district && district.name],
    ["Minutter i dag", nb(points.before[row])],
    ["Minutter med planen", nb(points.after[row])],
    ["Raskeste stasjon", station ? station.name : "ingen innen rekkevidde"],
    [data.words.weight, nb(points.weight[row], 0)],
  ]), element("p", points.covered[row] ? "Reisetid etter gatenettet." : "Omtrentlig: anslått fra luftlinje.", "sub"));
  return box;
}

points.lat.forEach((lat, row) => {
  const at = [lat, points.lon[row]];
  const mark = L.circleMarker(at, {
    pane: "points",
    radius: 2.5 + 5 * Math.sqrt(points.weight[row] / heaviest),
    weight: points.covered[row] ? 0.7 : 1.3,
    color: "#3c3c3c",
    dashArray: points.covered[row] ? null : "2 2.5",
    fillOpacity: points.covered[row] ? 0.92 : 0.7,
  });
  mark.bindPopup(() => pointPopup(row));
  pointMarks.push(mark);
  pointLayer.addLayer(mark);
  const station = data.stations[points.station[row]];
  if (station) {
    lineLayer.addLayer(L.polyline([at, station.at], {
      pane: "lines", interactive: false, weight: 1.2, opacity: 0.75, color: colourOf(SCALES.minutes, points.after[row]),
    }));
  }
});

function showPoints(measure) {
  const scale = measure === "none" ? null : SCALES[measure === "change" ? "change" : "minutes"];
  show(pointLayer, Boolean(scale));
  if (scale) {
    pointMarks.forEach((mark, row) => mark.setStyle({ fillColor: colourOf(scale, pointValue(row, measure)) }));
  }
  const extra = [];
  if (points.covered.includes(0)) { extra.push(["dashed", "stiplet: omtrentlig reisetid"]); }
  if (scale && pointMarks.some((mark, row) => pointValue(row, measure) === null)) { extra.push(["grey", "uten tall"]); }
  extra.push(["big", `større: flere ${data.words.weight}`]);
  drawRamp(byId("point-legend"), `Punkter: ${chosenText(byId("point-measure")).toLowerCase()}${measure === "change" ? " (min; minus er kortere)" : " (min)"}`, scale, extra);
}
