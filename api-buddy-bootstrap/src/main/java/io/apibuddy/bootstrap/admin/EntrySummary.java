package io.apibuddy.bootstrap.admin;

import io.apibuddy.domain.replay.MaskedUpstream;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored response as lists of entries show it. */
record EntrySummary(
    String key,
    String alias,
    String method,
    String url,
    int status,
    long sizeBytes,
    String storedAt,
    @Nullable String expiresAt,
    boolean recording) {

  /** Returns the entry of a stored response, whose mapping leads to {@code upstream}. */
  static EntrySummary of(StoredResponse stored, MaskedUpstream upstream) {
    return new EntrySummary(
        stored.id().value(),
        stored.request().domain(),
        stored.request().method(),
        upstream.request(stored.request()).url(),
        stored.response().status(),
        stored.length(),
        stored.freshness().respondedAt().toString(),
        stored.pinned() ? null : expiry(stored).toString(),
        stored.pinned());
  }

  private static Instant expiry(StoredResponse stored) {
    Freshness times = stored.freshness();
    Duration lifetime = stored.lifetime();
    return lifetime == null ? times.discardAt() : times.respondedAt().plus(lifetime);
  }
}
