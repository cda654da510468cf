/* The panel is both legend and control: each symbol stands beside its switch. */
function addSwitch(box, id, mark, text, on, act) {
  const line = element("label");
  const input = element("input");
  input.type = "checkbox";
  input.id = id;
  input.checked = on;
  input.addEventListener("change", () => { act(input.checked); });
  line.append(input, mark, element("span", text));
  box.append(line);
}

function kindSwitches() {
  const box = byId("kinds");
  Object.entries(data.kinds).filter(([kind]) => kindLayers[kind]).forEach(([name, kind]) => {
    const count = data.stations.filter((station) => station.kind === name).length;
    addSwitch(box, `kind-${name}`, symbol(kind, false), `${kind.plural} (${count})`, true,
      (on) => { show(kindLayers[name], on); spread(); placeNames(); });
  });
  if (data.stations.some((station) => station.today === false && station.kind === "fixed")) {
    const line = element("p", null, "sub key");
    line.append(symbol(data.kinds.fixed, true), element("span", "nytt fast sted, brukes ikke i dag"));
    box.append(line);
  }
  if (data.closed.length) {
    addSwitch(box, "closed", closedSymbol(), `Brukes i dag, ikke i planen (${data.closed.length})`, true, (on) => show(closedLayer, on));
  }
  if (busDays.length) {
    const mark = element("i", null, "route");
    addSwitch(box, "routes", mark, `Alle bussruter (${busDays.length} bussdager)`, false, () => showDay(Number(byId("day").value)));
  } else {
    box.append(Object.assign(element("input"), { type: "checkbox", id: "routes", hidden: true }));
  }
}

function choose(id, act) {
  byId(id).addEventListener("change", (event) => act(event.target.value));
  act(byId(id).value);
}

function toggle(id, act) {
  byId(id).addEventListener("change", (event) => act(event.target.checked));
}

kindSwitches();
readyDays();
choose("point-measure", showPoints);
choose("area-measure", showAreas);
toggle("lines", (on) => show(lineLayer, on));
toggle("names", (on) => { show(nameLayer, on); placeNames(); });
toggle("roads", (on) => show(roadLayer, on));
toggle("tiles", (on) => { byId("tiles-text").textContent = ""; show(tile_layer_kartverket, on); });
if (data.days.length) { showDay(0); }
