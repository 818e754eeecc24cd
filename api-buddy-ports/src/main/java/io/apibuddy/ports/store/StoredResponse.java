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
 * A whole response in the store (RFC 9111 section 3); immutable, compared by its parts. It also
 * holds what its user worked out from it, so that a response that is used again and again need not
 * be read again each time: see {@link #derived}.
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
  private @Nullable Object derived; // benign race: every thread works out the same

  /**
   * Describes one.
   *
   * @param id its name
   * @param variant see {@link EntryDraft#variant}
   * @param request the request it answered
   * @param response status and fields
   * @param freshness its times
   * @param pinned true for a recording
   * @param length bytes of content
   * @param completion trailers and attributes
   * @param body the content if the store has it at hand in memory, else null: {@link
   *     ResponseStore#body} reads it
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

  /** Returns its name. */
  public EntryId id() {
    return id;
  }

  /** Returns what tells it from others under its key, see {@link EntryDraft#variant}. */
  public String variant() {
    return variant;
  }

  /** Returns the request it answered. */
  public StoredRequest request() {
    return request;
  }

  /** Returns status and fields. */
  public ResponseHead response() {
    return response;
  }

  /** Returns its times. */
  public Freshness freshness() {
    return freshness;
  }

  /**
   * Returns how long it is fresh from when its head came: the lifetime that it was given, but no
   * more than three quarters of the time until its content stops being of use, so that whoever gets
   * it at last has a quarter left; null if its own fields decide.
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

  /** Returns whether it is a recording. */
  public boolean pinned() {
    return pinned;
  }

  /** Returns how many bytes of content it has. */
  public long length() {
    return length;
  }

  /**
   * Returns about how many bytes a store needs for it, uncompressed: its content and trailers, the
   * request's content, the target and the fields of both. Bounds on size count these.
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

  /** Returns the content if the store has it at hand in memory, else null. */
  public @Nullable Bytes body() {
    return body;
  }

  /** Returns the same response with its content at hand, or without it for null. */
  public StoredResponse withBody(@Nullable Bytes content) {
    return new StoredResponse(
        id, variant, request, response, freshness, pinned, length, completion, content);
  }

  /** Returns the same response after a validation (RFC 9111 section 4.3.4). */
  public StoredResponse freshened(ResponseHead head, Freshness times) {
    return new StoredResponse(id, variant, request, head, times, pinned, length, completion, body);
  }

  /**
   * Returns what follows from this response, from the second call on without working it out.
   *
   * @param type what it is: an immutable class with final fields, one for each user; of two that
   *     take turns neither is remembered for long
   * @param derivation works it out of nothing but this response; may run more than once
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

  /** Its name, status and length: a field may hold a credential. */
  @Override
  public String toString() {
    return "StoredResponse[" + id + ", " + response.status() + ", " + length + " bytes]";
  }
}
