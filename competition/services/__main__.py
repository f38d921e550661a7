"""`python -m competition.services COMMAND`: run, reset, or (for the package itself) keep."""

import argparse
import sys

from competition.services.trouble import Trouble


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code: 2 with one line on standard error when the operator has to mend something."""
    parser = argparse.ArgumentParser(prog="python -m competition.services", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start everything and stop it again on Ctrl-C")
    reset = commands.add_parser("reset", help="delete the data folder after asking")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    keep = commands.add_parser("keep", help="run one engine while somebody uses it")
    keep.add_argument("engine", choices=["postgres", "valkey"])
    keep.add_argument("--throw-away", action="store_true", help="delete the data at the end")
    given = parser.parse_args(arguments)
    try:
        return _call(given)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _call(given: argparse.Namespace) -> int:
    """Import only what the command needs: a keeper should be up at once."""
    if given.command == "keep":
        from competition.services.keeper import keep

        return keep(given.engine, throw_away=given.throw_away)
    if given.command == "reset":
        from competition.services.reset import reset

        return reset(ask=not given.yes)
    from competition.services.stack import run

    return run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
