package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body.Bytes;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A complete stored response (RFC 9111 section 3). Immutable; equal if all parts are. It can also
 * cache one object that was derived from it, so that a response that is used again and again need
 * not be examined each time: see {@link #derived}.
 */
public final class StoredResponse {
  private final EntryId id;
  private final String variant;
  private final StoredRequest request;
  private final ResponseHead response;
  private final Freshness freshness;
  private final boolean pinned;
  private final long length;
  private final EntryCompletion completion;
  private final @Nullable Bytes body;
  private final @Nullable Duration lifetime;
  private @Nullable Object derived; // benign race: every thread derives the same

  /**
   * Creates a stored response.
   *
   * @param id the name of the entry
   * @param variant see {@link EntryDraft#variant}
   * @param request the request that it answered
   * @param response status and header fields
   * @param freshness the times of the response
   * @param pinned true for a recording
   * @param length the length of the content in bytes
   * @param completion trailers and attributes
   * @param body the content if the store has it in memory, otherwise null; it is then read with
   *     {@link ResponseStore#body}
   * @throws IllegalArgumentException if the body has another length
   */
  public StoredResponse(
      EntryId id,
      String variant,
      StoredRequest request,
      ResponseHead response,
      Freshness freshness,
      boolean pinned,
      long length,
      EntryCompletion completion,
      @Nullable Bytes body) {
    this.id = Objects.requireNonNull(id, "id");
    this.variant = Objects.requireNonNull(variant, "variant");
    this.request = Objects.requireNonNull(request, "request");
    this.response = Objects.requireNonNull(response, "response");
    this.freshness = Objects.requireNonNull(freshness, "freshness");
    this.pinned = pinned;
    this.length = length;
    this.completion = Objects.requireNonNull(completion, "completion");
    this.body = body;
    this.lifetime = lifetime(freshness, completion.usableUntil());
    if (body != null && body.length() != length) {
      throw new IllegalArgumentException("a body of " + body.length() + " bytes, not " + length);
    }
  }

  /** Returns the name of the entry. */
  public EntryId id() {
    return id;
  }

  /**
   * Returns what distinguishes it from other responses under its key, see {@link
   * EntryDraft#variant}.
   */
  public String variant() {
    return variant;
  }

  /** Returns the request that it answered. */
  public StoredRequest request() {
    return request;
  }

  /** Returns status and header fields. */
  public ResponseHead response() {
    return response;
  }

  /** Returns the times of the response. */
  public Freshness freshness() {
    return freshness;
  }

  /**
   * Returns the freshness lifetime, counted from the arrival of the head: the lifetime from the
   * configuration, but at most three quarters of the time until the content stops being usable. The
   * last client to receive it thus has at least a quarter of that time left. Null if the response's
   * own fields determine the lifetime.
   */
  public @Nullable Duration lifetime() {
    return lifetime;
  }

  private static @Nullable Duration lifetime(Freshness times, @Nullable Instant end) {
    Duration given = times.lifetime();
    return given == null || end == null
        ? given
        : Extremes.min(
            given, Duration.between(times.respondedAt(), end).multipliedBy(3).dividedBy(4));
  }

  /** Returns whether the response is a recording. */
  public boolean pinned() {
    return pinned;
  }

  /** Returns the length of the content in bytes. */
  public long length() {
    return length;
  }

  /**
   * Returns approximately how many bytes a store needs for this response without compression: its
   * content and trailers, the request's content and target, and the header fields of both. Bounds
   * on the size of a store count these.
   */
  public long size() {
    Bytes question = request.body();
    return length
        + (question == null ? 0 : question.length())
        + request.target().length()
        + size(request.headers())
        + size(response.headers())
        + size(completion.trailers());
  }

  private static long size(Headers headers) {
    long characters = 0;
    for (int i = 0; i < headers.size(); i++) {
      characters += headers.name(i).length() + headers.value(i).length();
    }
    return characters;
  }

  /** Returns trailers and attributes. */
  public EntryCompletion completion() {
    return completion;
  }

  /** Returns the content if the store has it in memory, otherwise null. */
  public @Nullable Bytes body() {
    return body;
  }

  /** Returns a copy of this response with the given content, or without content for null. */
  public StoredResponse withBody(@Nullable Bytes content) {
    return new StoredResponse(
        id, variant, request, response, freshness, pinned, length, completion, content);
  }

  /**
   * Returns a copy of this response with the head and times from a validation (RFC 9111 section
   * 4.3.4).
   */
  public StoredResponse freshened(ResponseHead head, Freshness times) {
    return new StoredResponse(id, variant, request, head, times, pinned, length, completion, body);
  }

  /**
   * Returns an object derived from this response, and remembers it for later calls.
   *
   * @param type the class of the derived object: immutable, with final fields, one class for each
   *     user. If two users alternate, neither object is remembered for long
   * @param derivation computes the object from this response alone; may run more than once
   */
  public <T> T derived(Class<T> type, Function<StoredResponse, T> derivation) {
    Object known = derived;
    if (type.isInstance(known)) {
      return type.cast(known);
    }
    T made = derivation.apply(this);
    derived = made;
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredResponse that
        && id.equals(that.id)
        && variant.equals(that.variant)
        && request.equals(that.request)
        && response.equals(that.response)
        && freshness.equals(that.freshness)
        && pinned == that.pinned
        && length == that.length
        && completion.equals(that.completion)
        && Objects.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, variant, response, length);
  }

  /** Shows name, status and length only, since a field may hold a credential. */
  @Override
  public String toString() {
    return "StoredResponse[" + id + ", " + response.status() + ", " + length + " bytes]";
  }
}
