package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Body;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a cache key that come from the request's body.
 *
 * @param contentType the media type with the parameters that count; empty without a body
 * @param hex the SHA-256 digest of the canonical form in hexadecimal, empty without a body
 * @param canonical the canonical form; null if it is too long to be kept
 */
public record BodyDigest(String contentType, String hex, Body.@Nullable Bytes canonical) {

  /** The digest of a request without a body. */
  public static final BodyDigest NONE = new BodyDigest("", "", Body.EMPTY);
}
