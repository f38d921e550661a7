"""Django's backend for PostgreSQL, asking the socket and not the server whether a kept connection is still alive."""
