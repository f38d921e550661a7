"""Cache and static-file storage that never cost a fact or a page.

The cache may be away: reading then finds nothing and writing does nothing, and the page is computed as if cold.
"""

from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ForgivingRedisCache(RedisCache):
    """A Redis cache whose absence is a cold cache, not an error."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the cached value, or the default when there is none or no cache."""
        try:
            return super().get(key, default, version)
        except RedisError:
            return default

    def set(self, key: str, value: Any, timeout: Any = ..., version: int | None = None) -> None:
        """Store the value if there is a cache to store it in."""
        try:
            super().set(key, value, *(() if timeout is ... else (timeout,)), version=version)
        except RedisError:
            return

    def add(self, key: str, value: Any, timeout: Any = ..., version: int | None = None) -> bool:
        """Store the value unless the key is taken; without a cache nothing is ever taken."""
        try:
            return super().add(key, value, *(() if timeout is ... else (timeout,)), version=version)
        except RedisError:
            return True

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget the key if there is a cache."""
        try:
            return super().delete(key, version)
        except RedisError:
            return False

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Say whether the key is cached; without a cache nothing is."""
        try:
            return super().has_key(key, version)
        except RedisError:
            return False


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under names that carry their content's hash."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """Return the file's hashed name, or its plain one before files were gathered: a page is worth more than a cache."""
        try:
            return super().stored_name(name)
        except ValueError:
            return name
