"""The living style page: in demo mode alone, and with every component tag on it."""

import re
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.http import Http404
from django.test import RequestFactory

from competition import styleguide
from competition.templatetags import kipp
from competition.views.styleguide import style_page

PAGE = (Path(installed.BASE_DIR) / "templates" / "competition" / "styleguide.html").read_text()


def test_outside_demo_mode_the_page_does_not_exist(settings):
    settings.DEMO = False
    with pytest.raises(Http404):
        style_page(RequestFactory().get("/gaya/"))


def test_every_component_is_shown():
    used = set(re.findall(r"\{% (\w+)", PAGE))
    # Menu, links and help desk stand in the frame, which this page has like every other; for whom a form is made, nobody sees.
    assert set(kipp.register.tags) - {"menu", "links", "contact", "written_by"} <= used


def test_every_status_kind_is_shown():
    assert set(styleguide.read_samples({})["kinds"]) == kipp.STATUS_KINDS
