package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the conditions by which upstreams validate stored responses (RFC 9111 section 4.3.1). */
public final class ConditionalRequestFactory {
  /** The maximum number of tags in a request; with more, the field would only grow. */
  private static final int MAX_TAGS = 16;

  private ConditionalRequestFactory() {}

  /**
   * Returns whether a 304 can confirm a stored response. If its lifetime was shortened because its
   * content works only for a limited time, the response is fetched again: its tag may be the same
   * although the upstream gives out other links now.
   */
  static boolean isConfirmable(StoredResponse stored) {
    return isConfirmable(stored.response())
        && Objects.equals(stored.lifetime(), stored.freshness().lifetime());
  }

  /**
   * Returns whether a 304 will be able to confirm a response once it is stored: it is a success
   * with a validator. With any other status the upstream ignores conditions (RFC 9110 section
   * 13.2.1), so a 304 would be about a later, successful answer. A part is fetched again.
   */
  static boolean isConfirmable(ResponseHead stored) {
    int status = stored.status();
    return status / 100 == 2
        && status != 206
        && (hasTag(stored) || validator(stored, "Last-Modified") != null);
  }

  /** Returns whether a response has an entity tag. */
  static boolean hasTag(ResponseHead stored) {
    return validator(stored, "ETag") != null;
  }

  /** Returns a validator, null if it is absent or empty: no server reads an empty condition. */
  private static @Nullable String validator(ResponseHead stored, String name) {
    String value = stored.headers().first(name);
    return value == null || value.isBlank() ? null : value;
  }

  /**
   * Returns the conditions to add to a request. A date is only sent for the response to be used,
   * and only if no other is asked about: it says nothing about other variants, and an upstream that
   * looks at dates only would confirm one of them by it.
   *
   * @param candidates the stored responses to be confirmed, the one to be used first; not empty
   * @param lookup the request as the cache sees it
   */
  public static Headers conditions(List<StoredResponse> candidates, CacheLookup lookup) {
    Set<String> tags = new LinkedHashSet<>();
    for (StoredResponse candidate : candidates) {
      String tag = validator(candidate.response(), "ETag");
      if (tag != null && tags.size() < MAX_TAGS) {
        tags.add(tag.trim());
      }
    }
    Headers.Builder conditions = Headers.builder();
    if (!tags.isEmpty()) {
      conditions.add("If-None-Match", String.join(", ", tags));
    }
    StoredResponse first = candidates.get(0);
    String lastModified = validator(first.response(), "Last-Modified");
    if (lastModified != null && candidates.size() == 1 && VaryMatcher.matches(first, lookup)) {
      conditions.add("If-Modified-Since", lastModified);
    }
    return conditions.build();
  }

  /** Returns the conditions that a client itself has set. */
  public static Headers conditions(Headers request) {
    return request.without(
        name ->
            !name.equalsIgnoreCase("If-None-Match") && !name.equalsIgnoreCase("If-Modified-Since"));
  }
}
