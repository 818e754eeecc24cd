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
 * Finds responses that were cached for an equal request with other credentials, whose keys cannot
 * be computed. Safe for concurrent use.
 */
final class OtherCredentials {
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 10;

  private final GuardedResponseStore store;

  OtherCredentials(GuardedResponseStore store) {
    this.store = store;
  }

  /** Returns the latest among the last thousand entries of the URL, null if there is none. */
  @Nullable StoredResponse find(CacheLookup lookup) {
    CacheKey key = lookup.key();
    EntrySelector url = new EntrySelector.ByTarget(key.domain(), key.method(), key.target());
    String cursor = null;
    for (int page = 0; page == 0 || (cursor != null && page < MAX_PAGES); page++) {
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
