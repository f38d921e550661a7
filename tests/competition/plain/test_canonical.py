"""One text for one value, and nothing that has none."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competition.canonical import canonical_json, sha256_of


def test_canonical_json_has_one_text_for_one_value():
    assert canonical_json({"b": [Decimal("80.500"), True, None], "a": ("é", 1)}) == '{"a":["é",1],"b":["80.5",true,null]}'
    for same in ("100", "100.0", "1E+2", "1.0E2"):
        assert canonical_json(Decimal(same)) == '"100"'
    for nothing in ("0", "-0", "0.00", "-0.0", "0E+3"):
        assert canonical_json(Decimal(nothing)) == '"0"'
    assert sha256_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), {1: 2}, {"a": {2}}, b"x", [object()]])
def test_canonical_json_refuses_what_has_no_one_text(value):
    with pytest.raises(TypeError):
        canonical_json(value)


@settings(max_examples=25)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text('aé\u2028"\\'),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("abé"), inner),
        max_leaves=8,
    )
)
def test_canonical_json_reads_back(value):
    assert json.loads(canonical_json(value)) == value
