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
 * Validates stored responses, and updates the store by the answer (RFC 9111 section 4.3).
 *
 * @param confirmable the responses that the upstream may confirm, the one selected for the request
 *     first; may be empty
 * @param received the client's own conditions, sent to the upstream if nothing is stored on which
 *     to evaluate them (section 4.3.2)
 * @param range the fields by which the client asks for a part
 * @param lookup the request as the cache sees it
 * @param hasBetter whether something is stored that a temporary error does not replace
 * @param isUnwanted whether the response stored for the request has expired, or the request does
 *     not accept it
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

  /** Returns whether an answer confirms a stored response. */
  boolean isConfirmed(ResponseHead answer) {
    return answer.status() == 304 && !confirmable.isEmpty();
  }

  /**
   * Freshens the stored responses that a 304 confirms.
   *
   * @return the response for the request, as freshened; null if it has gone or the 304 confirms
   *     none
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
   * Removes stored responses that might still be used although the upstream has sent another
   * answer.
   *
   * @param arrived the answer, which is not stored
   */
  void supersede(FillHead arrived, Instant requestedAt) {
    if (hasBetter || isUnwanted) {
      List<StoredResponse> candidates = store.candidates(lookup.key());
      for (StoredResponse old :
          ResponseFreshener.superseded(lookup, candidates, requestedAt, arrived.received())) {
        store.remove(new EntrySelector.ById(old.id()));
      }
    }
  }

  /**
   * Removes stored responses that the request did not accept and that would be used before its
   * answer.
   *
   * @param kept the answer, which is stored
   */
  void displace(FillHead kept, Instant requestedAt) {
    if (isUnwanted) {
      String variant = VaryMatcher.variant(kept.nominated(), kept.shared());
      List<StoredResponse> candidates = store.candidates(lookup.key());
      for (StoredResponse old :
          ResponseFreshener.displaced(lookup, candidates, requestedAt, kept.shared(), variant)) {
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
