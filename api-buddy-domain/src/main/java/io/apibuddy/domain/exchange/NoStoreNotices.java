package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ReceivedResponse;
import io.apibuddy.domain.cache.StorabilityPolicy;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Warns, once for each alias, that its upstream forbids storing, and names the key that overrules
 * it. Safe for concurrent use.
 */
final class NoStoreNotices {
  private final Notices notices;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  NoStoreNotices(Notices notices) {
    this.notices = notices;
  }

  /**
   * Records that an answer of an alias says {@code no-store}. Nothing is said about one that would
   * not be stored without it either.
   */
  void notStored(String alias, CacheLookup lookup, ReceivedResponse response) {
    if (!warned.contains(alias)
        && StorabilityPolicy.judge(lookup.ignoringNoStore(), response).storable()
        && warned.add(alias)) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.UPSTREAM,
              "no-store",
              alias
                  + ": a response says no-store, so it is not stored, like others that say so."
                  + " If they may be stored, set domain_mappings."
                  + alias
                  + ".ignore_no_store, or cache.ignore_no_store, to true"));
    }
  }
}
