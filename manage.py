#!/usr/bin/env python
"""Django's command line.

Without DATABASE_URL it uses the private engines that `make run` runs, or starts them for its own duration.
"""

import os
import sys


def main() -> int:
    """Run one command; a setting or service that must be mended costs one line and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competition.settings")
    try:
        from django.core.management import execute_from_command_line

        from competition.environment import BadSetting
        from competition.services.commands import bring_services
        from competition.services.trouble import Trouble
    except ModuleNotFoundError as missing:
        sys.stderr.write(f"{missing.name} is not installed here: use .venv/bin/python, which make run or make test makes.\n")
        return 2
    try:
        bring_services(sys.argv)
        execute_from_command_line(sys.argv)
    except (Trouble, BadSetting) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
