package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a response that are known before its body is received.
 *
 * @param key the primary key under which it is stored
 * @param variant distinguishes responses with the same key ({@code Vary}, RFC 9111 section 4.1);
 *     empty if there is only one. A later entry replaces the one with the same key and variant
 * @param request the request that it answers
 * @param response status and header fields as they are to be stored
 * @param freshness the times of the response
 * @param pinned true for a recording, which never expires and is never evicted
 * @param expectedLength the length of the content in bytes, -1 if not known
 */
public record EntryDraft(
    CacheKey key,
    String variant,
    StoredRequest request,
    ResponseHead response,
    Freshness freshness,
    boolean pinned,
    long expectedLength) {

  /** Rejects null. */
  public EntryDraft {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(response, "response");
    Objects.requireNonNull(freshness, "freshness");
  }

  /**
   * Checks that a body has the expected length.
   *
   * @throws StoreException of kind IO if {@link #expectedLength} is known and differs
   */
  public void requireLength(long length) {
    if (expectedLength >= 0 && expectedLength != length) {
      throw new StoreException(
          StoreException.Kind.IO, "a body of " + length + " bytes instead of " + expectedLength);
    }
  }

  /** Returns the complete response without its content. */
  public StoredResponse stored(
      EntryId id, Freshness times, long length, EntryCompletion completion) {
    return stored(id, times, length, completion, null);
  }

  /**
   * Returns the complete response.
   *
   * @param id the name of the entry
   * @param times the draft's times as the store keeps them
   * @param length the length of the content in bytes
   * @param completion trailers and attributes
   * @param content the content, null if it is not in memory
   */
  public StoredResponse stored(
      EntryId id,
      Freshness times,
      long length,
      EntryCompletion completion,
      Body.@Nullable Bytes content) {
    return new StoredResponse(
        id, variant, request, response, times, pinned, length, completion, content);
  }
}
