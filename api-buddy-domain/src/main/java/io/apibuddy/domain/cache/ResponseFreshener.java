package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a 304 makes of stored responses (RFC 9111 sections 3.2 and 4.3.4). */
public final class ResponseFreshener {
  /** They describe the stored content, which a 304 does not change. */
  private static final Set<String> KEPT =
      Set.of("content-length", "content-encoding", "content-type", "content-range");

  private ResponseFreshener() {}

  /**
   * Returns the stored response that a 304 confirms: the one with its validator, or the only one if
   * it has none.
   *
   * @param candidates those that were asked for, the one to be used first
   * @return null if it confirms none of them
   */
  public static @Nullable StoredResponse select(
      ResponseHead notModified, List<StoredResponse> candidates) {
    String tag = notModified.headers().first("ETag");
    String lastModified = notModified.headers().first("Last-Modified");
    for (StoredResponse candidate : candidates) {
      Headers stored = candidate.response().headers();
      boolean confirmed =
          tag != null
              ? EntityTags.weaklyEqual(tag, stored.first("ETag"))
              : lastModified == null || lastModified.equals(stored.first("Last-Modified"));
      if (confirmed) {
        return candidate;
      }
    }
    return null;
  }

  /** Returns whether the head of an answer to HEAD is that of a stored response's content. */
  public static boolean describes(ResponseHead answer, StoredResponse stored) {
    Headers now = answer.headers();
    Headers then = stored.response().headers();
    String length = now.first("Content-Length");
    return Objects.equals(now.first("ETag"), then.first("ETag"))
        && Objects.equals(now.first("Last-Modified"), then.first("Last-Modified"))
        && (length == null || length.trim().equals(Long.toString(stored.length())));
  }

  /**
   * Returns a stored response with the fields and times that its validation brought.
   *
   * @param notModified the 304, or the 200 to a HEAD, without hop-by-hop fields and those that are
   *     not stored
   */
  public static StoredResponse freshened(
      CacheConfiguration cache,
      StoredResponse stored,
      ResponseHead notModified,
      Instant requestedAt,
      Instant respondedAt) {
    Headers update =
        notModified.headers().without(name -> KEPT.contains(name.toLowerCase(Locale.ROOT)));
    ResponseHead head =
        stored
            .response()
            .withHeaders(
                stored
                    .response()
                    .headers()
                    .without(name -> update.contains(name) || isAge(name))
                    .toBuilder()
                    .addAll(update)
                    .build());
    Freshness times = LifetimePolicy.times(cache, head, requestedAt, respondedAt);
    return stored.freshened(head, times);
  }

  private static boolean isAge(String name) {
    return name.equalsIgnoreCase("Age");
  }
}
