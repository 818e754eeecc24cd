package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Body;
import org.jspecify.annotations.Nullable;

/**
 * What a request body contributes to its key.
 *
 * @param contentType its media type with parameters, as far as they count; empty without a body
 * @param hex SHA-256 of its canonical form in hexadecimal, empty without a body
 * @param canonical the canonical form if it is short enough to be kept, else null
 */
public record BodyDigest(String contentType, String hex, Body.@Nullable Bytes canonical) {

  /** No body. */
  public static final BodyDigest NONE = new BodyDigest("", "", Body.EMPTY);
}
