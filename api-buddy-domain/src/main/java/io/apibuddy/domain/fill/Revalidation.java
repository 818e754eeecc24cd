package io.apibuddy.domain.fill;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ConditionalRequestFactory;
import io.apibuddy.domain.cache.ResponseFreshener;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.fields.ResponseFields;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether stored responses still hold, and takes note of the answer (RFC 9111 section 4.3).
 *
 * @param confirmable those the upstream may confirm, the one for the request first; may be empty
 * @param received the client's own conditions, for the upstream to evaluate if there is nothing
 *     here to evaluate them on (section 4.3.2)
 * @param range the fields by which the client asks for a part
 * @param lookup the request as the cache sees it
 * @param hasBetter whether something is stored that an error does not replace if it may pass
 * @param isUnwanted whether what is stored for the request is past its lifetime, or the request
 *     wants none of it
 */
public record Revalidation(
    List<StoredResponse> confirmable,
    Headers received,
    Headers range,
    CacheLookup lookup,
    boolean hasBetter,
    boolean isUnwanted,
    GuardedResponseStore store) {

  /** Returns the fields to add to the request. */
  Headers conditions() {
    Headers conditions =
        confirmable.isEmpty()
            ? received
            : ConditionalRequestFactory.conditions(confirmable, lookup);
    return range.isEmpty() ? conditions : conditions.toBuilder().addAll(range).build();
  }

  /** Returns whether an answer says that something stored still holds. */
  boolean isConfirmed(ResponseHead answer) {
    return answer.status() == 304 && !confirmable.isEmpty();
  }

  /**
   * Freshens the stored responses that a 304 confirms.
   *
   * @return the one for the request as it is now; null if it has gone or none was meant
   */
  @Nullable StoredResponse confirm(
      ResponseHead notModified, Instant requestedAt, Instant respondedAt) {
    StoredResponse first = null;
    for (StoredResponse confirmed : ResponseFreshener.confirmed(notModified, confirmable)) {
      StoredResponse freshened = freshen(confirmed, notModified, requestedAt, respondedAt);
      first = first == null ? freshened : first;
    }
    return first;
  }

  /**
   * Removes what is stored and might yet be used although the upstream has answered in its place.
   *
   * @param came the answer, which is not stored
   */
  void supersede(FillHead came, Instant requestedAt) {
    if (hasBetter || isUnwanted) {
      List<StoredResponse> candidates = store.candidates(lookup.key());
      for (StoredResponse old :
          ResponseFreshener.superseded(lookup, candidates, requestedAt, came.received())) {
        store.remove(new EntrySelector.ById(old.id()));
      }
    }
  }

  /**
   * Removes what the request had no use for and would yet be used before the answer to it.
   *
   * @param kept the answer, which is stored
   */
  void displace(FillHead kept, Instant requestedAt) {
    if (isUnwanted) {
      String variant = VaryMatcher.variant(kept.nominated(), kept.shared());
      for (StoredResponse old :
          ResponseFreshener.displaced(
              lookup, store.candidates(lookup.key()), requestedAt, kept.shared(), variant)) {
        store.remove(new EntrySelector.ById(old.id()));
      }
    }
  }

  private @Nullable StoredResponse freshen(
      StoredResponse stored, ResponseHead update, Instant requestedAt, Instant respondedAt) {
    ResponseHead shared =
        ResponseFields.shareable(
            ResponseFields.endToEnd(update, respondedAt), Set.of(), lookup.cache().storesCookies());
    @Nullable StoredResponse freshened =
        ResponseFreshener.freshened(
            lookup, stored, ResponseFields.storable(shared), requestedAt, respondedAt);
    if (freshened == null) {
      store.remove(new EntrySelector.ById(stored.id()));
      return null;
    }
    return store.freshen(freshened) ? freshened : null;
  }
}
