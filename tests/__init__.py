"""The tests: one folder per app and shelf, house rules, and the browser journeys."""
