"""Objects are also made without the signals around `__init__` (`competition/queries/compiled.py`): nobody may need them."""

import pytest
from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_init, pre_init


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_no_model_relies_on_being_initialised(model):
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)
    assert model.__init__ is Model.__init__ or "allauth" in model.__module__
    assert model.from_db.__func__ is Model.from_db.__func__
