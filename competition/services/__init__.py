"""Starting the installation on one machine: PostgreSQL, Valkey, web, worker and beat.

Plain code: nothing here imports Django, so that it can run before settings can be read. `python -m competition.services` lists
the commands. Three ideas carry the package:

* a *keeper* is a small process that runs one engine (PostgreSQL or Valkey) for as long as somebody uses it (`keeper`);
* whoever uses an engine holds a shared file lock, which the system takes back at any kind of death (`locks`);
* PostgreSQL refuses to run as root, so there are several *ways* to run its programs (`ways`).
"""
