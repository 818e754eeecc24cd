package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The conditions by which an upstream says whether what is stored still holds (RFC 9111 4.3.1). */
public final class ConditionalRequestFactory {
  /** A field that names more would only grow. */
  private static final int MOST_TAGS = 16;

  private ConditionalRequestFactory() {}

  /** Returns whether a stored response has a validator. */
  static boolean hasValidator(StoredResponse stored) {
    Headers headers = stored.response().headers();
    return headers.contains("ETag") || headers.contains("Last-Modified");
  }

  /**
   * Returns the fields to add to a request.
   *
   * @param candidates the stored responses that it may confirm, the one to be used first
   */
  public static Headers conditions(List<StoredResponse> candidates) {
    Set<String> tags = new LinkedHashSet<>();
    for (StoredResponse candidate : candidates) {
      String tag = candidate.response().headers().first("ETag");
      if (tag != null && tags.size() < MOST_TAGS) {
        tags.add(tag.trim());
      }
    }
    Headers.Builder conditions = Headers.builder();
    if (!tags.isEmpty()) {
      conditions.add("If-None-Match", String.join(", ", tags));
    }
    String lastModified = candidates.get(0).response().headers().first("Last-Modified");
    if (lastModified != null && candidates.size() == 1) {
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
