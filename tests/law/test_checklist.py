from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import Phase, Version
from planner.law.checklist import checklist, templates
from planner.scenario import Appointments, Early
from planner.seals import times_sha256

DEADLINES = {
    "R1": date(2027, 5, 31),
    "R2": date(2027, 6, 30),
    "R3": date(2027, 5, 31),
    "R4": date(2027, 5, 31),
    "T2": date(2027, 8, 30),
    "T3": date(2027, 9, 6),
    "H1": date(2027, 9, 9),
    "S3": date(2027, 8, 10),
    "P2": date(2027, 7, 1),
    "P4": date(2027, 7, 1),
    "P9": date(2027, 7, 1),
    "P10": date(2027, 7, 1),
}


def items(make: SimpleNamespace, plan: object = None, election: date = date(2027, 9, 13)) -> dict[str, ChecklistItem]:
    return {item.rule: item for item in checklist(plan or make.plan(), make.problem(election))}


def test_one_item_per_rule_in_order_of_date(make: SimpleNamespace) -> None:
    found = checklist(make.plan(), make.problem())
    assert len({item.rule for item in found}) == len(found)
    assert {template.rule for template in templates()} - {item.rule for item in found} == {"N1", "R5"}
    due = [item.due for item in found]
    assert due == sorted(due)


def test_two_election_days_ask_for_one_thing_more(make: SimpleNamespace) -> None:
    problem = make.problem(two_days=True)
    (item,) = [item for item in checklist(make.plan(), problem) if item.rule == "N1"]
    assert item.due == date(2027, 9, 13)
    assert "fra søndag 12. september 2027" in item.text
    names = problem.calendar.entries()
    assert all(
        template.due in {None, *names} and template.needs in {None, "announced_change", *names}
        for template in templates()
    )


@pytest.mark.parametrize("rule", sorted(DEADLINES))
def test_due_dates(make: SimpleNamespace, rule: str) -> None:
    assert items(make)[rule].due == DEADLINES[rule]


def test_what_is_our_reading_or_only_advice_says_so(make: SimpleNamespace) -> None:
    found = items(make)
    assert "departementet mener det er rimelig" in found["P9"].text, "V 3.1.2 orders nothing"
    assert "etter vår lesning: mandag 30. august–fredag 3. september 2027 og mandag 6." in found["T2"].text


def test_dates_stand_in_the_text(make: SimpleNamespace) -> None:
    found = items(make)
    assert "mandag 30. august 2027" in found["T2"].text
    assert "tirsdag 14. september 2027 kl. 17:00" in found["T3"].text
    assert "torsdag 9. september 2027 kl. 12:00" in found["H1"].text
    assert not any("{" in item.text for item in found.values())


def test_a_deadline_on_a_saturday_says_do_it_on_friday(make: SimpleNamespace) -> None:
    found = items(make, election=date(2025, 9, 8))
    for rule in ("R1", "R3", "R4"):
        assert found[rule].due == date(2025, 5, 31)
        assert "31. mai 2025 er en lørdag" in found[rule].text
        assert "gjør det senest fredag 30. mai" in found[rule].text
    assert "senest" not in found["R2"].text
    assert "flyttes" not in found["S3"].text


def test_every_text_cites_its_provision() -> None:
    for template in templates():
        assert template.text.rstrip(".").endswith(")")
        assert "V " in template.text


def test_dates_of_the_version_show_what_is_done(make: SimpleNamespace) -> None:
    version = Version(registered_on=date(2027, 5, 20), announced_on=date(2027, 6, 1))
    found = items(make, make.plan(version=version))
    assert found["R1"].status == found["R2"].status == ItemStatus.DONE
    assert found["R4"].status == ItemStatus.OPEN


def test_status_and_who_are_kept(make: SimpleNamespace) -> None:
    old = ChecklistItem("S3", "gammel tekst", status=ItemStatus.DONE, who="Kari")
    item = items(make, make.plan(checklist=(old,)))["S3"]
    assert (item.status, item.who) == (ItemStatus.DONE, "Kari")
    assert item.text != old.text


def test_r3_names_the_stations_and_counts_the_unknown(make: SimpleNamespace) -> None:
    barred = make.station(accessible=False)
    unknown = make.station("x1", accessible=None)
    item = items(make, make.plan(barred, unknown))["R3"]
    assert "Det gjelder Biblioteket (f0101)." in item.text
    assert "1 sted er ikke vurdert." in item.text
    assert item.status == ItemStatus.OPEN


def test_r3_does_not_apply_where_all_are_accessible_but_comes_back(make: SimpleNamespace) -> None:
    open_to_all = make.plan(make.station())
    item = items(make, open_to_all)["R3"]
    assert item.status == ItemStatus.NOT_APPLICABLE
    changed = replace(open_to_all, stations=(make.station(accessible=False),), checklist=(item,))
    assert items(make, changed)["R3"].status == ItemStatus.OPEN


def test_r3_done_for_one_station_is_open_again_for_another(make: SimpleNamespace) -> None:
    one = make.plan(make.station(accessible=False))
    done = replace(items(make, one)["R3"], status=ItemStatus.DONE)
    assert items(make, replace(one, checklist=(done,)))["R3"].status is ItemStatus.DONE
    two = make.plan(make.station(accessible=False), make.station("x1", accessible=False), checklist=(done,))
    found = items(make, two)["R3"]
    assert (found.status, found.settled, found.subjects) == (ItemStatus.OPEN, ("f0101",), ("f0101", "x1"))


def test_r3_done_while_unknown_is_open_again_when_it_is_known(make: SimpleNamespace) -> None:
    unknown = make.plan(make.station(accessible=None))
    done = replace(items(make, unknown)["R3"], status=ItemStatus.DONE)
    known = make.plan(make.station(accessible=False), checklist=(done,))
    assert items(make, known)["R3"].status is ItemStatus.OPEN


ANNOUNCED = date(2027, 6, 20)


def test_r5_is_there_for_a_change_of_what_was_announced_and_done_by_the_notices(make: SimpleNamespace) -> None:
    plan = make.plan(make.station(opening=(make.opening(),)))
    assert "R5" not in items(make, plan)
    same = Version(number=2, parent_announced_on=ANNOUNCED, parent_announced_sha256=times_sha256(plan))
    assert "R5" not in items(make, replace(plan, version=same))
    changed = replace(same, parent_announced_sha256="0" * 64)
    item = items(make, replace(plan, version=changed))["R5"]
    assert (item.status, item.due) == (ItemStatus.OPEN, None)
    notified = replace(changed, change_notified_on=ANNOUNCED)
    assert items(make, replace(plan, version=notified))["R5"].status is ItemStatus.DONE


def test_r1_and_r2_of_a_version_that_follows_one(make: SimpleNamespace) -> None:
    version = Version(number=2, parent_registered_on=date(2027, 5, 20), parent_announced_on=ANNOUNCED)
    found = items(make, make.plan(version=version))
    assert (found["R1"].status, found["R1"].due) == (ItemStatus.OPEN, None)
    assert "torsdag 20. mai 2027; registrer endringene" in found["R1"].text
    assert found["R2"].status is ItemStatus.DONE
    registered = replace(version, registered_on=date(2027, 7, 1))
    assert items(make, make.plan(version=registered))["R1"].status is ItemStatus.DONE


def test_a_due_date_set_by_hand_is_kept(make: SimpleNamespace) -> None:
    old = ChecklistItem("R4", "x", date(2027, 5, 20))
    assert items(make, make.plan(checklist=(old,)))["R4"].due == date(2027, 5, 20)


def test_tidligstemming_by_appointment_is_on_every_list(make: SimpleNamespace) -> None:
    found = items(make)
    assert "torsdag 1. juli 2027 til og med mandag 9. august 2027" in found["P2"].text
    assert found["P2"].text.endswith("Bestem hvem velgeren skal henvende seg til, og kunngjør det.")
    assert found["P9"].text.endswith("(V 3.1.2).")
    assert {found[rule].status for rule in ("P2", "P4", "P9", "P10")} == {ItemStatus.OPEN}


def test_where_voters_turn_and_when_stand_in_the_text(make: SimpleNamespace) -> None:
    problem = make.problem()
    given = Appointments(contact="servicetorget, 22 00 00 00", place="Rådhuset", weekday="08:00-15:30")
    problem = replace(problem, scenario=problem.scenario.model_copy(update={"early": Early(appointments=given)}))
    found = {item.rule: item.text for item in checklist(make.plan(), problem)}
    assert found["P2"].endswith("Velgeren henvender seg til: servicetorget, 22 00 00 00. Oppmøte: Rådhuset.")
    assert found["P9"].endswith("Hos dere: hverdager kl. 08:00–15:30.")


def test_fixed_early_premises_are_registered_too(make: SimpleNamespace) -> None:
    early = make.station(opening=(make.opening(date(2027, 7, 1), phase=Phase.EARLY),))
    assert items(make, make.plan(early))["R1"].text.endswith("Faste lokaler for tidligstemming: Biblioteket (f0101).")
    assert items(make, make.plan(make.station()))["R1"].text.endswith("(vf 4-1(1) g og h, V 2.2.1).")
