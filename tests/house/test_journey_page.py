"""The walk through the demo names buttons and headings exactly as they stand on the screen."""

import re
from pathlib import Path

from competition import messages
from competition.demo import CAST
from competition.presets import find_preset, read_preset

PAGE = (Path(messages.BASE) / "docs" / "journey.md").read_text()


def test_every_label_in_bold_is_a_text_of_the_interface():
    texts = {message.id if isinstance(message.id, str) else message.id[0] for message in messages.gather_texts() if message.id}
    edition = read_preset(find_preset("2017"))
    names = {one.name for one in (*edition.rounds, *edition.stages)} | {"English"}
    labels = set(re.findall(r"\*\*([^*]+)\*\*", re.sub(r"\s+", " ", PAGE)))
    assert labels - texts - names == set()


def test_everybody_it_names_is_in_the_cast():
    assert set(re.findall(r"\w+@[\w.]*\w", PAGE)) <= {address for _part, address in CAST}
