package io.apibuddy.ports.contract;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Builds drafts; a test sets only the values that matter to it. For use by one thread. */
public final class DraftBuilder {
  private final CacheKey key;
  private String variant = "";
  private int status = 200;
  private Headers headers = Headers.of("Content-Type", "application/octet-stream");
  private Headers requestHeaders = Headers.EMPTY;
  private Body.@Nullable Bytes requestBody;
  private Instant respondedAt = ManualClock.START;
  private @Nullable Instant requestedAt;
  private @Nullable Instant discardAt;
  private @Nullable Duration lifetime = Duration.ofMinutes(5);
  private boolean pinned;
  private long expectedLength = -1;

  private DraftBuilder(CacheKey key) {
    this.key = key;
  }

  /** Returns a builder for a 200 response received at {@link ManualClock#START}. */
  public static DraftBuilder draft(CacheKey key) {
    return new DraftBuilder(key);
  }

  /** Returns a builder for a 200 response to a GET request. */
  public static DraftBuilder draft(String domain, String target) {
    return draft(Entries.key(domain, target));
  }

  /** Sets the variant. */
  public DraftBuilder variant(String value) {
    variant = value;
    return this;
  }

  /** Sets the status code. */
  public DraftBuilder status(int value) {
    status = value;
    return this;
  }

  /** Sets the header fields of the response. */
  public DraftBuilder headers(Headers value) {
    headers = value;
    return this;
  }

  /** Sets the stored header fields of the request. */
  public DraftBuilder requestHeaders(Headers value) {
    requestHeaders = value;
    return this;
  }

  /** Sets the stored canonical body of the request. */
  public DraftBuilder requestBody(byte[] value) {
    requestBody = new Body.Bytes(value.clone());
    return this;
  }

  /** Sets when the response arrived; by default, the request was sent 20 ms before. */
  public DraftBuilder respondedAt(Instant value) {
    respondedAt = value;
    return this;
  }

  /** Sets when the request was sent. */
  public DraftBuilder requestedAt(Instant value) {
    requestedAt = value;
    return this;
  }

  /** Sets when the entry may be discarded; an hour after the response by default. */
  public DraftBuilder discardAt(Instant value) {
    discardAt = value;
    return this;
  }

  /** Sets the configured freshness lifetime, null for none. */
  public DraftBuilder lifetime(@Nullable Duration value) {
    lifetime = value;
    return this;
  }

  /** Makes the entry a recording. */
  public DraftBuilder pinned() {
    pinned = true;
    return this;
  }

  /** Sets the expected length of the content. */
  public DraftBuilder expectedLength(long value) {
    expectedLength = value;
    return this;
  }

  /** Returns the draft. */
  public EntryDraft build() {
    StoredRequest request =
        new StoredRequest(
            key.domain(),
            key.upstream(),
            key.method(),
            key.target(),
            requestHeaders,
            requestBody,
            key.bodyDigest());
    Freshness freshness =
        new Freshness(
            requestedAt == null ? respondedAt.minusMillis(20) : requestedAt,
            respondedAt,
            lifetime,
            discardAt == null ? respondedAt.plus(Duration.ofHours(1)) : discardAt);
    return new EntryDraft(
        key,
        variant,
        request,
        new ResponseHead(status, headers),
        freshness,
        pinned,
        expectedLength);
  }
}
