package io.apibuddy.domain.fill;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.LifetimePolicy;
import io.apibuddy.domain.cache.ReceivedResponse;
import io.apibuddy.domain.cache.Storability;
import io.apibuddy.domain.cache.StorabilityPolicy;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.fields.EventStreams;
import io.apibuddy.domain.fields.ResponseFields;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer in flight.
 *
 * @param live end-to-end fields for the client that made the fetch necessary
 * @param shared the same for everybody else
 * @param version the version of HTTP that the upstream answered in
 * @param length bytes of content, -1 if not known
 * @param storability whether it may be stored and shared
 * @param staged whether it is being stored
 * @param received what {@code live} says of its freshness
 * @param nominated the values of the fields that its {@code Vary} names, as the request had them;
 *     none if it may not be shared
 * @param confirmed the stored response that a 304 confirmed, as it is now; null if the answer
 *     itself is to be used
 */
public record FillHead(
    ResponseHead live,
    ResponseHead shared,
    ProtocolVersion version,
    long length,
    Storability storability,
    boolean staged,
    ReceivedResponse received,
    Headers nominated,
    @Nullable StoredResponse confirmed) {

  /**
   * Returns the head of an answer that is not stored yet.
   *
   * @param lookup the request it answers
   * @param outdated whether what it answers has been invalidated since it was asked for
   * @param overtaken whether a request that was asked later has been answered in its place
   * @param better whether something is stored that an error does not replace if it may pass
   */
  public static FillHead of(
      UpstreamResponse upstream,
      CacheLookup lookup,
      Instant respondedAt,
      boolean outdated,
      boolean overtaken,
      boolean better) {
    ResponseHead live = ResponseFields.endToEnd(upstream.head(), respondedAt);
    ReceivedResponse received = new ReceivedResponse(live, respondedAt);
    Storability judged =
        outdated
            ? Storability.INVALIDATED
            : better && mayPass(live.status(), lookup.cache().mode())
                ? Storability.SERVER_ERROR
                : StorabilityPolicy.judge(lookup, received);
    Storability storability = overtaken && judged.storable() ? judged.overtaken() : judged;
    return new FillHead(
        live,
        ResponseFields.shareable(
            live, storability.withheld(), storability.storable() && lookup.cache().storesCookies()),
        upstream.version(),
        upstream.body().length(),
        storability,
        false,
        received,
        storability.shareable() ? VaryMatcher.nominated(live.headers(), lookup) : Headers.EMPTY,
        null);
  }

  /** Whoever records what is polled is refused now and then, and goes on. */
  private static boolean mayPass(int status, CacheMode mode) {
    return status >= 500
        || (mode == CacheMode.RECORD && (status == 408 || status == 425 || status == 429));
  }

  /**
   * Returns the head of a fill that brought nothing new.
   *
   * @param cookies what is set for the client that made it necessary
   */
  static FillHead confirmed(StoredResponse stored, Headers cookies, ProtocolVersion version) {
    Headers fields = stored.response().headers();
    return new FillHead(
        cookies.isEmpty()
            ? stored.response()
            : stored.response().withHeaders(fields.toBuilder().addAll(cookies).build()),
        stored.response(),
        version,
        stored.length(),
        Storability.YES,
        false,
        new ReceivedResponse(stored.response(), stored.freshness().respondedAt()),
        Headers.EMPTY,
        stored);
  }

  /**
   * Returns what the part of it that is stored says of its freshness.
   *
   * @param stored {@code shared}, perhaps without fields that say nothing of it
   */
  ReceivedResponse kept(ResponseHead stored) {
    return storability.withheld().isEmpty() ? received : received.with(stored);
  }

  /** Returns the same head, of an answer that is being stored. */
  FillHead nowStaged() {
    return new FillHead(
        live, shared, version, length, storability, true, received, nominated, confirmed);
  }

  /** Returns the same head, of an answer that says that it is not worth keeping. */
  FillHead notWorthKeeping() {
    return new FillHead(
        live,
        shared,
        version,
        length,
        Storability.NOT_WORTH_KEEPING,
        false,
        received,
        nominated,
        confirmed);
  }

  /** Returns whether the answer is worth keeping even if nobody reads it any more. */
  boolean worthKeeping() {
    return staged && EventStreams.isBounded(live.headers());
  }

  /** Whether who asks later would be given a cookie that cannot be shared, as by a login page. */
  private boolean keepsCookie() {
    return !storability.storableByItself()
        && live.status() < 400
        && live.headers().contains("Set-Cookie");
  }

  /** Returns whether anybody but the one whose request made it necessary may use the answer. */
  public boolean isForOthers() {
    return storability.shareable() && !keepsCookie();
  }

  /** Returns whether {@code lookup}, a request with an equal key, may use the answer too. */
  public boolean mayBeSharedWith(CacheLookup lookup, Instant cameAt) {
    return confirmed != null
        ? VaryMatcher.matches(confirmed, lookup)
        : isForOthers()
            && !cameAt.isAfter(LifetimePolicy.answersUntil(lookup.cache(), received))
            && LifetimePolicy.isNewEnough(lookup, received, cameAt)
            && VaryMatcher.nominated(live.headers(), lookup).equals(nominated);
  }
}
