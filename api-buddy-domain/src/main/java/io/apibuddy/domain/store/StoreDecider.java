package io.apibuddy.domain.store;

import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cache.ModePolicy;
import io.apibuddy.domain.cache.RecordedCredential;
import io.apibuddy.domain.cache.RecordingPolicy;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides by the responses stored under a request's keys. Safe for concurrent use. */
public final class StoreDecider {
  public static final CacheDecision.Forward NOTHING_STORED =
      new CacheDecision.Forward(ForwardReason.URI_MISS, List.of(), null);

  private final OtherCredentials others;

  public StoreDecider(GuardedResponseStore store) {
    this.others = new OtherCredentials(store);
  }

  /**
   * Decides by the first key that holds a usable response, otherwise by the first key. A response
   * imported from a fixture is used in every mode, whatever the credentials.
   *
   * <p>In mode {@code replay}, one that does not last is used only if no other key holds a better
   * one, and responses stored for other credentials come after all for the request's own.
   *
   * @param candidates returns the responses stored under a key, the latest first
   */
  public CacheDecision decide(
      List<CacheLookup> lookups, Function<CacheKey, List<StoredResponse>> candidates, Instant now) {
    CacheLookup first = lookups.get(0);
    if (!first.cache().mode().asksUpstream()) {
      StoredResponse found = replayed(lookups, candidates);
      return found == null ? NOTHING_STORED : ModePolicy.serve(found, now);
    }
    CacheDecision own = ModePolicy.decide(first, candidates.apply(first.key()), now);
    if (own instanceof CacheDecision.ServeStored) {
      return own;
    }
    if (first.cache().mode() == CacheMode.CACHE && !first.key().credential().isEmpty()) {
      return orImported(own, first.anonymous(), candidates, now);
    }
    for (CacheLookup other : lookups.subList(1, lookups.size())) {
      CacheDecision decision = ModePolicy.decide(other, candidates.apply(other.key()), now);
      if (decision instanceof CacheDecision.ServeStored) {
        return decision;
      }
    }
    return own;
  }

  /** Returns the response to replay, null if there is none. */
  private @Nullable StoredResponse replayed(
      List<CacheLookup> lookups, Function<CacheKey, List<StoredResponse>> candidates) {
    List<List<StoredResponse>> found = new ArrayList<>(lookups.size());
    StoredResponse own = null;
    for (CacheLookup lookup : lookups) {
      List<StoredResponse> stored = candidates.apply(lookup.key());
      own = RecordingPolicy.better(own, RecordingPolicy.select(lookup, stored));
      if (own != null && !RecordingPolicy.isAskedAgain(own)) {
        return own;
      }
      found.add(stored);
    }
    return own == null ? ofOthers(lookups, found) : own;
  }

  /**
   * Returns a response stored for other credentials, null if there is none.
   *
   * @param found the responses stored under the key of each lookup
   */
  private @Nullable StoredResponse ofOthers(
      List<CacheLookup> lookups, List<List<StoredResponse>> found) {
    StoredResponse best = null;
    for (int i = 0; i < found.size(); i++) {
      StoredResponse other = RecordingPolicy.selectOfAnyCredential(lookups.get(i), found.get(i));
      best = RecordingPolicy.better(best, other);
    }
    return best == null ? others.find(lookups.get(lookups.size() - 1)) : best;
  }

  /**
   * Decides as {@link #decide} does, as far as that needs no I/O.
   *
   * @param candidates the responses under the first key that are in memory
   * @param lacks tells whether it is certain that nothing is stored under a key
   * @return a response to use; any other decision means that the other keys have to be looked up
   */
  public static CacheDecision decideAtOnce(
      List<CacheLookup> lookups,
      List<StoredResponse> candidates,
      Predicate<CacheKey> lacks,
      Instant now) {
    CacheLookup first = lookups.get(0);
    CacheDecision decision = ModePolicy.decide(first, candidates, now);
    if (first.cache().mode().asksUpstream()) {
      return decision;
    }
    StoredResponse own =
        decision instanceof CacheDecision.ServeStored served ? served.stored() : null;
    if (own != null && !RecordingPolicy.isAskedAgain(own)) {
      return decision;
    }
    for (CacheLookup other : lookups.subList(1, lookups.size())) {
      if (!lacks.test(other.key())) {
        return NOTHING_STORED;
      }
    }
    StoredResponse found =
        own == null ? RecordingPolicy.selectOfAnyCredential(first, candidates) : own;
    return found == null ? NOTHING_STORED : ModePolicy.serve(found, now);
  }

  /**
   * Returns whether it is certain that {@link #decide} would find nothing stored.
   *
   * @param lacks tells whether it is certain that nothing is stored under a key
   */
  public static boolean isNothingStored(List<CacheLookup> lookups, Predicate<CacheKey> lacks) {
    CacheLookup only = lookups.get(0);
    return only.cache().mode() == CacheMode.CACHE
        && lacks.test(only.key())
        && (only.key().credential().isEmpty() || lacks.test(only.anonymous().key()));
  }

  /**
   * Prefers a usable imported response. One that has to be validated is not used: the answer to the
   * validation would be for this client's credentials only.
   */
  private static CacheDecision orImported(
      CacheDecision own,
      CacheLookup anonymous,
      Function<CacheKey, List<StoredResponse>> candidates,
      Instant now) {
    List<StoredResponse> imported =
        candidates.apply(anonymous.key()).stream().filter(RecordedCredential::isForAny).toList();
    return ModePolicy.decide(anonymous, imported, now) instanceof CacheDecision.ServeStored found
            && !found.revalidate()
        ? found
        : own;
  }
}
