package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A stored response whose head is one array of bytes, for as long as nobody asks for it. Much of
 * what is stored is not asked for again while it is in memory, and until then a collection has some
 * twenty objects less of it to mark and to move; docs/performance.md has the figures. Immutable.
 */
final class PackedResponse {
  private final byte[] record;
  private final StoredRequest request;
  private final Body.Bytes body;

  /** Packs a response that has its body. */
  PackedResponse(StoredResponse response) {
    Freshness times = response.freshness();
    Duration lifetime = times.lifetime();
    RecordWriter out = new RecordWriter();
    out.add(response.id().value()).add(response.variant()).add(response.pinned());
    out.add(response.response().status()).add(response.response().headers());
    out.add(times.requestedAt()).add(times.respondedAt()).add(times.discardAt());
    out.add(lifetime != null).add(Objects.requireNonNullElse(lifetime, Duration.ZERO));
    out.add(response.completion().trailers()).add(response.completion().attributes());
    this.record = out.bytes();
    this.request = response.request();
    this.body = Objects.requireNonNull(response.body());
  }

  /** Returns an equal response. */
  StoredResponse unpacked() {
    RecordReader in = new RecordReader(record);
    EntryId id = new EntryId(in.text());
    String variant = in.text();
    boolean pinned = in.flag();
    ResponseHead head = new ResponseHead(in.intValue(), in.headers());
    Freshness times = freshness(in);
    EntryCompletion completion = new EntryCompletion(in.headers(), in.texts());
    return new StoredResponse(
        id, variant, request, head, times, pinned, body.length(), completion, body);
  }

  private static Freshness freshness(RecordReader in) {
    Instant requestedAt = in.instant();
    Instant respondedAt = in.instant();
    Instant discardAt = in.instant();
    boolean configured = in.flag();
    Duration lifetime = in.duration();
    return new Freshness(requestedAt, respondedAt, configured ? lifetime : null, discardAt);
  }
}
