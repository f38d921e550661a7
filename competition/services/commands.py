"""What `manage.py` does before Django is loaded: bring the engines that the command needs."""

import os
from collections.abc import Sequence

from competition import environment
from competition.services.folders import Folders, keep_secret, open_folders
from competition.services.keeper import use_engines, wanted_engines
from competition.services.servers import check_database_server

# These read code and files only. `prepare` brings the engines itself, while they start up.
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "prepare",
    "startapp",
    "startproject",
    "testserver",
    "version",
}


def needs_database(arguments: Sequence[str]) -> bool:
    """Say whether this command line of manage.py may touch the database."""
    if len(arguments) < 2 or {"-h", "--help", "--version"} & set(arguments[1:]):
        return False
    return arguments[1] not in WITHOUT_DATABASE


def bring_services(arguments: Sequence[str]) -> None:
    """Make the command able to reach its database and broker, which stay until this process ends.

    :raises Trouble: when they cannot be had.
    """
    if not needs_database(arguments):
        return
    join_services()
    if arguments[1] == "seed_demo":
        keep_demo_password(open_folders())


def join_services() -> None:
    """Check the servers that variables name, start or join the private ones, and make the secret key lasting.

    :raises Trouble: when they cannot be had.
    """
    check_database_server()
    names = wanted_engines()
    if not names and environment.read_text("SECRET_KEY"):
        return
    folders = open_folders()
    if not environment.read_text("SECRET_KEY"):
        keep_secret(folders.data / "secret_key")
    use_engines(folders, names)


def keep_demo_password(folders: Folders) -> str:
    """Return the password of the demo accounts and set it for Django; the first one used is kept.

    :raises Trouble: when the file that keeps it cannot be used.
    """
    password = keep_secret(folders.data / "demo_password", environment.read_text("DEMO_PASSWORD"))
    os.environ["DEMO_PASSWORD"] = password
    return password
