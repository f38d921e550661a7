"""Measurements: `make bench` prints them as JSON, each beside a bare Django view of the same server in the same run."""
