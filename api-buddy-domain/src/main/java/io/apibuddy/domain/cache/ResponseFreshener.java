package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an answer makes of what is stored already (RFC 9111 sections 3.2, 4.3.4 and 4.3.5). */
public final class ResponseFreshener {
  /** They describe the bytes that are stored, which a 304 does not change. */
  private static final Set<String> KEPT =
      Set.of("content-length", "content-encoding", "content-range");

  private ResponseFreshener() {}

  /**
   * Returns the stored responses that a 304 confirms: all with its strong validator, else the first
   * with its weak one, else the only one that was asked about.
   *
   * <p>A strong tag confirms its weak form too, if nothing else: that is how servers answer that
   * weaken the tags of what they compress. What varies on more by now is not confirmed: which of
   * the new variants it is, its request does not tell.
   *
   * @param asked those that were asked about, the one to be used first
   * @return empty if it confirms none of them
   */
  public static List<StoredResponse> confirmed(
      ResponseHead notModified, List<StoredResponse> asked) {
    List<StoredResponse> candidates =
        asked.stream().filter(one -> VaryMatcher.knows(one, notModified.headers())).toList();
    String tag = notModified.headers().first("ETag");
    String lastModified = notModified.headers().first("Last-Modified");
    if (tag != null) {
      List<StoredResponse> same =
          those(candidates, of -> EntityTags.stronglyEqual(tag, of), "ETag");
      return same.isEmpty()
          ? first(those(candidates, of -> EntityTags.weaklyEqual(tag, of), "ETag"))
          : same;
    }
    if (lastModified != null) {
      return first(those(candidates, lastModified::equals, "Last-Modified"));
    }
    return candidates.size() == 1 ? candidates : List.of();
  }

  private static List<StoredResponse> those(
      List<StoredResponse> candidates, Predicate<@Nullable String> confirmed, String validator) {
    return candidates.stream()
        .filter(candidate -> confirmed.test(candidate.response().headers().first(validator)))
        .toList();
  }

  private static List<StoredResponse> first(List<StoredResponse> some) {
    return some.isEmpty() ? some : some.subList(0, 1);
  }

  /**
   * Returns the stored responses that must not be used any more: the upstream has answered in their
   * place. Those are past their lifetime, but for what is used only once it is validated, or the
   * request wanted none of them.
   *
   * @param lookup the request that was answered
   * @param requestedAt when it was asked: what was asked for since is newer
   * @param answer what it was answered with, which is not stored
   */
  public static List<StoredResponse> superseded(
      CacheLookup lookup,
      List<StoredResponse> candidates,
      Instant requestedAt,
      ReceivedResponse answer) {
    CacheConfiguration cache = lookup.cache();
    int status = answer.head().status();
    if (!replaces(lookup, status)) {
      return List.of();
    }
    return candidates.stream()
        .filter(one -> VaryMatcher.matches(one, lookup))
        .filter(one -> isBefore(requestedAt, one))
        .filter(
            one ->
                FreshnessPolicy.isFresh(one, cache, answer.receivedAt())
                    ? status != 206
                    : !StalePolicy.isForbidden(cache, one))
        .toList();
  }

  /**
   * Returns the stored responses beside an answer that is stored by now which would answer the same
   * request in its place: they varied on more, say that they are newer, or are parts of what it is
   * no more.
   *
   * @param lookup the request that was answered and had no use for any of them
   * @param requestedAt when it was asked: what was asked for since is newer
   * @param answer the answer's head
   * @param variant what tells it from the others, see {@link VaryMatcher#variant}
   */
  public static List<StoredResponse> displaced(
      CacheLookup lookup,
      List<StoredResponse> candidates,
      Instant requestedAt,
      ResponseHead answer,
      String variant) {
    int status = answer.status();
    if (!replaces(lookup, status)) {
      return List.of();
    }
    return candidates.stream()
        .filter(one -> !one.variant().equals(variant))
        .filter(
            one ->
                status == 206
                    ? one.response().status() == 206 && VaryMatcher.mayAnswer(one, lookup)
                    : VaryMatcher.matches(one, lookup) && !isPartOf(answer, one))
        .filter(one -> isBefore(requestedAt, one))
        .toList();
  }

  private static boolean isPartOf(ResponseHead whole, StoredResponse stored) {
    String tag = whole.headers().first("ETag");
    return stored.response().status() == 206
        && tag != null
        && EntityTags.stronglyEqual(tag, stored.response().headers().first("ETag"));
  }

  /**
   * Returns whether an answer takes the place of others, as an error that may pass does not.
   *
   * @param lookup the request that was answered
   */
  public static boolean replaces(CacheLookup lookup, int status) {
    return (status < 400 || status == 404 || status == 410)
        && status != 304
        && usesStored(lookup.cache().mode())
        && !lookup.wishes().noStore();
  }

  private static boolean isBefore(Instant requestedAt, StoredResponse stored) {
    return !stored.freshness().requestedAt().isAfter(requestedAt);
  }

  private static boolean usesStored(CacheMode mode) {
    return mode == CacheMode.CACHE || mode == CacheMode.REFRESH;
  }

  /** Returns whether the head of an answer to HEAD says anything by which a content is known. */
  public static boolean identifies(ResponseHead answer) {
    Headers now = answer.headers();
    return now.contains("ETag") || now.contains("Last-Modified") || now.contains("Content-Length");
  }

  /**
   * Returns whether the head of an answer to HEAD is that of a stored response: its status, the
   * validators and the length that it has are the same (section 4.3.5), and it varies on no more.
   */
  public static boolean describes(ResponseHead answer, StoredResponse stored) {
    Headers now = answer.headers();
    Headers then = stored.response().headers();
    String length = now.first("Content-Length");
    return answer.status() == stored.response().status()
        && VaryMatcher.knows(stored, now)
        && agree(now.first("ETag"), then.first("ETag"))
        && agree(now.first("Last-Modified"), then.first("Last-Modified"))
        && (length == null || length.trim().equals(Long.toString(stored.length())));
  }

  private static boolean agree(@Nullable String received, @Nullable String stored) {
    return received == null || received.equals(stored);
  }

  /**
   * Returns a stored response with the fields and times that its validation brought.
   *
   * @param lookup the request that was answered
   * @param notModified the 304, or the 200 to a HEAD, without hop-by-hop fields and those that are
   *     not stored
   * @return null if what it says by now forbids to store it
   */
  public static @Nullable StoredResponse freshened(
      CacheLookup lookup,
      StoredResponse stored,
      ResponseHead notModified,
      Instant requestedAt,
      Instant respondedAt) {
    CacheConfiguration cache = lookup.cache();
    Headers before = stored.response().headers();
    Headers update = notModified.headers().without(name -> isKept(name, notModified, stored));
    Headers merged =
        before.without(name -> update.contains(name) || isAge(name)).toBuilder()
            .addAll(update)
            .build();
    ResponseHead head = stored.response().withHeaders(shared(cache, merged));
    ReceivedResponse received = new ReceivedResponse(head, respondedAt);
    if (!StorabilityPolicy.judge(lookup, received).storable()) {
      return null;
    }
    Freshness times = LifetimePolicy.times(cache, received, requestedAt);
    return stored.freshened(head, times);
  }

  /** A weak tag does not become a strong one, whatever the 304 makes of it. */
  private static boolean isKept(String name, ResponseHead notModified, StoredResponse stored) {
    if (!name.equalsIgnoreCase("ETag")) {
      return KEPT.contains(name.toLowerCase(Locale.ROOT));
    }
    String before = stored.response().headers().first("ETag");
    String now = notModified.headers().first("ETag");
    return before != null && EntityTags.isWeak(before) && EntityTags.weaklyEqual(before, now);
  }

  /** What the directives withhold from a shared cache, an update does not bring in either. */
  private static Headers shared(CacheConfiguration cache, Headers merged) {
    if (cache.policy() == CachePolicy.TTL) {
      return merged;
    }
    Set<String> withheld = ResponseDirectives.of(merged).withheldFields();
    return merged.without(name -> withheld.contains(name.toLowerCase(Locale.ROOT)));
  }

  private static boolean isAge(String name) {
    return name.equalsIgnoreCase("Age");
  }
}
