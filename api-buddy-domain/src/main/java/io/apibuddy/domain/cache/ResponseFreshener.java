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

/** Determines what an answer does to stored responses (RFC 9111 sections 3.2, 4.3.4 and 4.3.5). */
public final class ResponseFreshener {
  /** Fields that describe the stored bytes, which a 304 does not change. */
  private static final Set<String> KEPT_FIELDS =
      Set.of("content-length", "content-encoding", "content-range");

  private ResponseFreshener() {}

  /**
   * Returns the stored responses that a 304 confirms: all with its strong validator, otherwise the
   * first with its weak one, otherwise the only one that was asked about.
   *
   * <p>A strong tag also confirms its weak form, if nothing else: servers that weaken the tags of
   * what they compress answer in this way. A response that varies on more fields by now is not
   * confirmed, because its request does not tell which of the new variants it is.
   *
   * @param validated the stored responses that were asked about, the one to be used first
   * @return empty if the 304 confirms none of them
   */
  public static List<StoredResponse> confirmed(
      ResponseHead notModified, List<StoredResponse> validated) {
    List<StoredResponse> candidates =
        validated.stream()
            .filter(one -> VaryMatcher.coversVary(one, notModified.headers()))
            .toList();
    String tag = notModified.headers().first("ETag");
    String lastModified = notModified.headers().first("Last-Modified");
    if (tag != null) {
      List<StoredResponse> same =
          withValidator(candidates, of -> EntityTags.stronglyEqual(tag, of), "ETag");
      return same.isEmpty()
          ? first(withValidator(candidates, of -> EntityTags.weaklyEqual(tag, of), "ETag"))
          : same;
    }
    if (lastModified != null) {
      return first(withValidator(candidates, lastModified::equals, "Last-Modified"));
    }
    return candidates.size() == 1 ? candidates : List.of();
  }

  private static List<StoredResponse> withValidator(
      List<StoredResponse> candidates, Predicate<@Nullable String> confirmed, String validator) {
    return candidates.stream()
        .filter(candidate -> confirmed.test(candidate.response().headers().first(validator)))
        .toList();
  }

  private static List<StoredResponse> first(List<StoredResponse> some) {
    return some.isEmpty() ? some : some.subList(0, 1);
  }

  /**
   * Returns the stored responses that must not be used any more, because the upstream has sent
   * another answer. These are the stale ones, except those that are used only after a validation,
   * and the fresh ones that the request did not accept.
   *
   * @param lookup the request that was answered
   * @param requestedAt when it was sent; responses that were requested later are newer
   * @param answer its answer, which is not stored
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
   * Returns the stored responses that would answer the same request instead of an answer that has
   * just been stored: they vary on more fields, have a later {@code Date}, or are parts of an
   * earlier representation.
   *
   * @param lookup the request that was answered, which could use none of them
   * @param requestedAt when it was sent; responses that were requested later are newer
   * @param answer the head of the answer
   * @param variant the variant of the answer, see {@link VaryMatcher#variant}
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
   * Returns whether an answer replaces others; a temporary error does not.
   *
   * @param lookup the request that was answered
   */
  public static boolean replaces(CacheLookup lookup, int status) {
    return (status < 400 || status == 404 || status == 410)
        && status != 304
        && usesStored(lookup.cache().mode())
        && !lookup.directives().noStore();
  }

  private static boolean isBefore(Instant requestedAt, StoredResponse stored) {
    return !stored.freshness().requestedAt().isAfter(requestedAt);
  }

  private static boolean usesStored(CacheMode mode) {
    return mode == CacheMode.CACHE || mode == CacheMode.REFRESH;
  }

  /** Returns whether the head of an answer to HEAD has a field that identifies the content. */
  public static boolean identifies(ResponseHead answer) {
    Headers now = answer.headers();
    return now.contains("ETag") || now.contains("Last-Modified") || now.contains("Content-Length");
  }

  /**
   * Returns whether the head of an answer to HEAD describes a stored response (section 4.3.5): it
   * has the same status, its validators and length are the same, if it has any, and it varies on no
   * more fields.
   */
  public static boolean describes(ResponseHead answer, StoredResponse stored) {
    Headers now = answer.headers();
    Headers then = stored.response().headers();
    String length = now.first("Content-Length");
    return answer.status() == stored.response().status()
        && VaryMatcher.coversVary(stored, now)
        && agree(now.first("ETag"), then.first("ETag"))
        && agree(now.first("Last-Modified"), then.first("Last-Modified"))
        && (length == null || length.trim().equals(Long.toString(stored.length())));
  }

  private static boolean agree(@Nullable String received, @Nullable String stored) {
    return received == null || received.equals(stored);
  }

  /**
   * Returns a stored response with the fields and times of its validation.
   *
   * @param lookup the request that was answered
   * @param notModified the 304, or the 200 to a HEAD, without hop-by-hop fields and those that are
   *     not stored
   * @return null if the response may not be stored any more
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

  /** A weak tag does not become strong, even if the 304 has a strong one. */
  private static boolean isKept(String name, ResponseHead notModified, StoredResponse stored) {
    if (!name.equalsIgnoreCase("ETag")) {
      return KEPT_FIELDS.contains(name.toLowerCase(Locale.ROOT));
    }
    String before = stored.response().headers().first("ETag");
    String now = notModified.headers().first("ETag");
    return before != null && EntityTags.isWeak(before) && EntityTags.weaklyEqual(before, now);
  }

  /** Fields that the directives withhold from a shared cache are not added by an update either. */
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
