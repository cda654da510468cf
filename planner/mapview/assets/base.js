/* The page's data, and small tools that every part of the map uses. */
const data = JSON.parse(document.getElementById("map-data").textContent);
const map = map_plan;
const byId = (id) => document.getElementById(id);

/* Low panes first. Stations lie above everything but popups. */
const PANES = ["areas", "roads", "lines", "points", "routes", "leaders"];
PANES.forEach((name, row) => { map.createPane(name).style.zIndex = String(350 + 20 * row); });

const SCALES = data.scales;
const NO_FIGURE = "#d5d8dc";

function colourOf(scale, value) {
  if (value === null || value === undefined) { return NO_FIGURE; }
  const row = scale.limits.findIndex((limit) => value < limit);
  return scale.colours[row < 0 ? scale.limits.length : row];
}

function nb(value, decimals = 1) {
  if (value === null || value === undefined) { return "–"; }
  return value.toLocaleString("nb-NO", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/* All text enters the page as text, never as markup. */
function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) { node.textContent = text; }
  if (className) { node.className = className; }
  return node;
}

function rows(pairs) {
  const table = element("table", null, "popup");
  pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined).forEach(([name, value]) => {
    const line = table.insertRow();
    line.append(element("th", name), element("td", value));
  });
  return table;
}

function rangeText(scale, row) {
  const [low, high] = [scale.limits[row - 1], scale.limits[row]];
  const sign = (value) => (scale.signed && value > 0 ? "+" : "") + nb(value, Number.isInteger(value) ? 0 : 1);
  if (row === 0) { return `under ${sign(high)}`; }
  if (row === scale.limits.length) { return `${sign(low)} og over`; }
  return `${sign(low)} til ${sign(high)}`;
}

/* A legend stands in the strip below the map, where it covers nothing. */
function drawRamp(box, title, scale, extra) {
  box.replaceChildren();
  box.hidden = !scale;
  map.invalidateSize({ pan: false });
  if (!scale) { return; }
  box.append(element("strong", title));
  scale.colours.forEach((colour, row) => {
    const swatch = element("i");
    swatch.style.background = colour;
    const line = element("span", null, "step");
    line.append(swatch, element("b", rangeText(scale, row)));
    box.append(line);
  });
  (extra || []).forEach(([className, text]) => {
    const line = element("span", null, "step");
    line.append(element("i", null, className), element("b", text));
    box.append(line);
  });
  map.invalidateSize({ pan: false });
}

function chosenText(select) {
  return select.options[select.selectedIndex].text;
}

function show(layer, on) {
  if (on) { layer.addTo(map); } else { layer.remove(); }
}

map.on("popupopen", (event) => {
  const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
  if (close) { close.setAttribute("aria-label", "Lukk"); close.title = "Lukk"; }
});
map.attributionControl.setPrefix("Leaflet");
L.control.zoom({ position: "topright", zoomInTitle: "Zoom inn", zoomOutTitle: "Zoom ut" }).addTo(map);
L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
