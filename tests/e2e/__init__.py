"""The whole competition in a browser. `make e2e` runs it; `make test` leaves it out."""
