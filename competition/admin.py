"""Django's admin shows no accounts: factors, addresses and sign-ons change by our own operations, which write them down."""

# Imported first, because each registers its tables while it is imported.
from allauth.account import admin as _addresses  # noqa: F401 - for what it registers
from allauth.mfa import admin as _factors  # noqa: F401 - the same
from allauth.socialaccount import admin as _sign_ons  # noqa: F401 - the same
from django.contrib import admin

for model in [one for one in admin.site._registry if one.__module__.startswith("allauth.")]:
    admin.site.unregister(model)
