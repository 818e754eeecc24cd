package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.ResponseFreshener;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.fields.ResponseFields;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** Updates a stored GET from the answer to a HEAD (RFC 9111 section 4.3.5). */
final class HeadFreshening {
  private final GuardedResponseStore store;
  private final InstantSource clock;

  HeadFreshening(GuardedResponseStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Freshens the stored responses that the request selects, and removes those that the answer no
   * longer describes.
   *
   * @param answer the answer's end-to-end head
   */
  void observe(Miss miss, ResponseHead answer) {
    boolean says =
        miss.exchange().method().equals("HEAD")
            && answer.status() == 200
            && ResponseFreshener.identifies(answer);
    if (!says || miss.lookup().directives().noStore()) {
      return;
    }
    Instant now = clock.instant();
    boolean cookies = miss.lookup().cache().storesCookies();
    ResponseHead update =
        ResponseFields.storable(ResponseFields.shareable(answer, Set.of(), cookies));
    for (StoredResponse stored : store.candidates(miss.lookup().key())) {
      boolean newer = stored.freshness().respondedAt().isAfter(miss.exchange().stamp().startedAt());
      if (newer
          || stored.response().status() == 206 // the answer has the length of the whole
          || !VaryMatcher.matches(stored, miss.lookup())) {
        continue;
      }
      StoredResponse freshened =
          ResponseFreshener.describes(answer, stored)
              ? ResponseFreshener.freshened(miss.lookup(), stored, update, now, now)
              : null;
      if (freshened != null) {
        store.freshen(freshened);
      } else {
        store.remove(new EntrySelector.ById(stored.id()));
      }
    }
  }
}
