"""VIP 6.0 XML: valid against the published schema where it is at hand, against its rules always."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from lxml import etree
from published import plans, read_vip_xml

from planner.domain.plan import Plan
from planner.exporters import ExportContext, vip_xml

XSD = Path(__file__).resolve().parents[3] / "shared" / "reference" / "vip_spec_v6.0.xsd"
needs_schema = pytest.mark.skipif(
    not XSD.is_file(), reason="vip_spec_v6.0.xsd is not at hand: not validated against it"
)


def _validate(content: bytes) -> None:
    schema = etree.XMLSchema(etree.parse(XSD))
    schema.assertValid(etree.fromstring(content))


@needs_schema
def test_the_sample_is_valid(sample: ModuleType) -> None:
    _validate(vip_xml.export(sample.sample_plan(), ExportContext.of(sample.sample_dataset())))
    _validate(vip_xml.export(sample.sample_plan(), ExportContext()))
    _validate(vip_xml.export(replace(sample.sample_plan(), stations=()), ExportContext()))


@needs_schema
@settings(deadline=None, max_examples=40)
@given(plans())
def test_generated_plans_are_valid(plan: Plan) -> None:
    _validate(vip_xml.export(plan, ExportContext()))


@needs_schema
def test_the_schema_would_find_a_fault(sample: ModuleType) -> None:
    content = vip_xml.export(sample.sample_plan(), ExportContext())
    with pytest.raises(etree.DocumentInvalid):
        _validate(content.replace(b"+02:00</StartTime>", b"</StartTime>"))


def test_text_and_rules(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    bad = replace(plan.stations[0], name="a\x00b\x1fc <&> æ")
    content = vip_xml.export(
        replace(plan, stations=(bad, *plan.stations[1:])), ExportContext.of(sample.sample_dataset())
    )
    found = read_vip_xml(content)  # asserts unique ids, references that lead somewhere, no overlap, offsets
    assert found["0101"].name == "a b c <&> æ"
    assert found["0104"].name == sample.HOSTILE
    assert len(found) == 6
