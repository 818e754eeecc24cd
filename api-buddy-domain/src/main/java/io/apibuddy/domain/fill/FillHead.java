package io.apibuddy.domain.fill;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.LifetimePolicy;
import io.apibuddy.domain.cache.ReceivedResponse;
import io.apibuddy.domain.cache.RecordingRank;
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
 * @param live the end-to-end head for the client that caused the fetch
 * @param shared the head for everybody else
 * @param version the upstream's HTTP version
 * @param length bytes of content, -1 if unknown
 * @param storability whether the answer may be stored and shared
 * @param staged whether the answer is being stored
 * @param received the freshness information of {@code live}
 * @param nominated the request's values of the fields that the answer's {@code Vary} names; none if
 *     the answer may not be shared
 * @param confirmed the stored response that a 304 confirmed, as freshened; null if the answer
 *     itself is used
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
   * @param lookup the request that it answers
   * @param outdated whether what is stored under the key has been invalidated or removed since the
   *     upstream was asked
   * @param overtaken whether a later request has been answered already
   * @param hasBetter whether something is stored that a temporary error does not replace
   */
  public static FillHead of(
      UpstreamResponse upstream,
      CacheLookup lookup,
      Instant respondedAt,
      boolean outdated,
      boolean overtaken,
      boolean hasBetter) {
    ResponseHead live = ResponseFields.endToEnd(upstream.head(), respondedAt);
    ReceivedResponse received = new ReceivedResponse(live, respondedAt);
    Storability judged =
        outdated
            ? Storability.INVALIDATED
            : hasBetter && isTemporaryError(live.status(), lookup.cache().mode())
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

  /**
   * Returns whether an error is temporary. In mode {@code record} these include refusals, which a
   * client that polls meets now and then.
   */
  private static boolean isTemporaryError(int status, CacheMode mode) {
    return mode == CacheMode.RECORD ? RecordingRank.mayPass(status) : status >= 500;
  }

  /**
   * Returns the head of a fill whose upstream confirmed a stored response.
   *
   * @param cookies the cookies for the client that caused the fetch
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
   * Returns the freshness information of the head that is stored.
   *
   * @param stored {@code shared}, perhaps without fields that do not affect freshness
   */
  ReceivedResponse kept(ResponseHead stored) {
    return storability.withheld().isEmpty() ? received : received.with(stored);
  }

  /** Returns the same head, as that of an answer that is being stored. */
  FillHead nowStaged() {
    return new FillHead(
        live, shared, version, length, storability, true, received, nominated, confirmed);
  }

  /** Returns the same head, as that of an answer whose content is not worth keeping. */
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

  /** Returns whether the answer is worth fetching to its end without a reader. */
  boolean isWorthKeeping() {
    return staged && EventStreams.isBounded(live.headers());
  }

  /** Returns whether the answer has a cookie that is for one client only, as a login page has. */
  private boolean hasPrivateCookie() {
    return !storability.storableUnlessOvertaken()
        && live.status() < 400
        && live.headers().contains("Set-Cookie");
  }

  /** Returns whether requests other than the one that caused the fetch may use the answer. */
  public boolean isForOthers() {
    return storability.shareable() && !hasPrivateCookie();
  }

  /**
   * Returns whether a request with an equal key may use the answer too.
   *
   * @param arrivedAt when that request arrived
   */
  public boolean mayBeSharedWith(CacheLookup lookup, Instant arrivedAt) {
    return confirmed != null
        ? VaryMatcher.matches(confirmed, lookup)
        : isForOthers()
            && !arrivedAt.isAfter(LifetimePolicy.answersUntil(lookup.cache(), received))
            && LifetimePolicy.isNewEnough(lookup, received, arrivedAt)
            && VaryMatcher.nominated(live.headers(), lookup).equals(nominated);
  }
}
