/* First view, and a sheet of paper: the map is laid out at its printed size before the browser draws the page. */
const view = L.latLngBounds(data.view);
let before = null;

function fit(bounds) {
  map.invalidateSize({ pan: false, animate: false });
  map.fitBounds(bounds, { animate: false, padding: [14, 14] });
}

window.addEventListener("beforeprint", () => {
  if (before) { return; }
  before = { bounds: map.getBounds(), centre: map.getCenter(), zoom: map.getZoom(), closed: [...document.querySelectorAll("details:not([open])")] };
  before.closed.forEach((part) => { part.open = true; });
  map.closePopup();
  document.documentElement.classList.add("printing");
  fit(before.bounds.contains(view) ? view : before.bounds.pad(-0.12));
});
window.addEventListener("afterprint", () => {
  if (!before) { return; }
  document.documentElement.classList.remove("printing");
  before.closed.forEach((part) => { part.open = false; });
  map.invalidateSize({ pan: false, animate: false });
  map.setView(before.centre, before.zoom, { animate: false });
  before = null;
});

fit(view);
spread();
placeNames();
window.valgplan = { map, busDays, busLayer, kindLayers, pointLayer, lineLayer, areaLayer, roadLayer, nameLayer, showDay };
