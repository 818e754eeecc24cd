package io.apibuddy.domain.store;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.RecordingPolicy;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was cached for the same request with other credentials, whose keys cannot be guessed.
 * Safe for concurrent use.
 */
final class OtherCredentials {
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 10;

  private final GuardedResponseStore store;

  OtherCredentials(GuardedResponseStore store) {
    this.store = store;
  }

  /** Returns the latest of them, among the last thousand entries of the URL; null if none is. */
  @Nullable StoredResponse find(CacheLookup lookup) {
    CacheKey key = lookup.key();
    EntrySelector url = new EntrySelector.ByTarget(key.domain(), key.method(), key.target());
    String cursor = null;
    for (int page = 0; page == 0 || (cursor != null && page < MOST_PAGES); page++) {
      EntryPage listed = store.entries(new EntryQuery(url, null, cursor, PAGE));
      StoredResponse found = RecordingPolicy.selectUnderOtherCredentials(lookup, listed.entries());
      if (found != null) {
        return found;
      }
      cursor = listed.next();
    }
    return null;
  }
}
