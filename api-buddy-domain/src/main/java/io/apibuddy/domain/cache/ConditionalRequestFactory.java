package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conditions by which an upstream says whether what is stored still holds (RFC 9111 4.3.1). */
public final class ConditionalRequestFactory {
  /** A field that names more would only grow. */
  private static final int MOST_TAGS = 16;

  private ConditionalRequestFactory() {}

  /**
   * Returns whether a 304 can confirm a stored response. One that is fresh for less time since its
   * content stops being of use is fetched anew: its tag may be the same while other links are given
   * out.
   */
  static boolean isConfirmable(StoredResponse stored) {
    return isConfirmable(stored.response())
        && Objects.equals(stored.lifetime(), stored.freshness().lifetime());
  }

  /**
   * Returns whether a 304 can confirm a response once it is stored: it has a validator and is a
   * success, since conditions count for nothing where the answer would be another (RFC 9110 section
   * 13.2.1), and a 304 in its place would be about what has come instead. A part is fetched anew.
   */
  static boolean isConfirmable(ResponseHead stored) {
    int status = stored.status();
    return status / 100 == 2
        && status != 206
        && (hasTag(stored) || validator(stored, "Last-Modified") != null);
  }

  /** Returns whether a stored response has an entity tag. */
  static boolean hasTag(ResponseHead stored) {
    return validator(stored, "ETag") != null;
  }

  /** An empty field would be a condition without a member, which no server reads. */
  private static @Nullable String validator(ResponseHead stored, String name) {
    String value = stored.headers().first(name);
    return value == null || value.isBlank() ? null : value;
  }

  /**
   * Returns the fields to add to a request. A date goes with the response to be used alone: of
   * another variant it says nothing, and who looks at dates only would confirm that one by it.
   *
   * @param candidates the stored responses that it may confirm, the one to be used first
   * @param lookup the request as the cache sees it
   */
  public static Headers conditions(List<StoredResponse> candidates, CacheLookup lookup) {
    Set<String> tags = new LinkedHashSet<>();
    for (StoredResponse candidate : candidates) {
      String tag = validator(candidate.response(), "ETag");
      if (tag != null && tags.size() < MOST_TAGS) {
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

  /** Returns the conditions that a client set itself. */
  public static Headers conditions(Headers request) {
    return request.without(
        name ->
            !name.equalsIgnoreCase("If-None-Match") && !name.equalsIgnoreCase("If-Modified-Since"));
  }
}
