package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a response before its body has been received.
 *
 * @param key the primary key it is stored under
 * @param variant separates responses under one key ({@code Vary}, RFC 9111 section 4.1); empty if
 *     there is only one; a later entry replaces the one of the same key and variant
 * @param request the request it answers
 * @param response status and fields as they are to be stored
 * @param freshness its times
 * @param pinned true for a recording: it is neither expired nor evicted
 * @param expectedLength bytes of content, -1 if not known
 */
public record EntryDraft(
    CacheKey key,
    String variant,
    StoredRequest request,
    ResponseHead response,
    Freshness freshness,
    boolean pinned,
    long expectedLength) {

  /** Refuses null. */
  public EntryDraft {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(response, "response");
    Objects.requireNonNull(freshness, "freshness");
  }

  /**
   * Refuses a body of another length than the expected one.
   *
   * @throws StoreException IO if it has not {@link #expectedLength}, and that is known
   */
  public void requireLength(long length) {
    if (expectedLength >= 0 && expectedLength != length) {
      throw new StoreException(
          StoreException.Kind.IO, "a body of " + length + " bytes instead of " + expectedLength);
    }
  }

  /** The same without the content at hand. */
  public StoredResponse stored(
      EntryId id, Freshness times, long length, EntryCompletion completion) {
    return stored(id, times, length, completion, null);
  }

  /**
   * Returns the whole response.
   *
   * @param id its name
   * @param times the draft's own, as the store keeps them
   * @param length bytes of content
   * @param completion trailers and attributes
   * @param content null if it is not at hand
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
