package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes {@link EntryRecord}s; method and target come first, for the ranking. */
final class EntryCodec {
  private EntryCodec() {}

  static byte[] encode(EntryRecord entry) {
    StoredResponse response = entry.response();
    StoredRequest request = response.request();
    RecordWriter out = new RecordWriter().add(request.method()).add(request.target());
    out.add(entry.key().bytes()).add(response.variant()).add(response.pinned());
    out.add(response.length()).add(request.domain()).add(request.upstream());
    Body.Bytes body = request.body();
    out.add(request.bodyDigest()).add(body != null);
    if (body != null) {
      out.add(body.toByteArray());
    }
    out.add(request.headers());
    add(out, response.freshness());
    out.add(response.response().status());
    out.add(response.response().headers());
    out.add(response.completion().trailers()).add(response.completion().attributes());
    out.add(entry.chunks() == ColumnFamily.CHUNKS);
    return out.bytes();
  }

  @SuppressWarnings("NullAway") // javac 17 drops the annotation of a nested type here
  static EntryRecord decode(Place place, ByteBuffer content) {
    RecordReader in = new RecordReader(content);
    String method = in.text();
    String target = in.text();
    KeyDigest key = KeyDigest.restored(in.array());
    String variant = in.text();
    boolean pinned = in.flag();
    long length = in.longValue();
    String domain = in.text();
    String upstream = in.text();
    String bodyDigest = in.text();
    Body.@Nullable Bytes body = in.flag() ? new Body.Bytes(in.array()) : null;
    StoredRequest request =
        new StoredRequest(domain, upstream, method, target, in.headers(), body, bodyDigest);
    Freshness freshness = freshness(in);
    ResponseHead head = new ResponseHead(in.intValue(), in.headers());
    EntryCompletion completion = new EntryCompletion(in.headers(), in.texts());
    boolean compressed = !in.hasMore() || in.flag(); // the first schema had no such flag
    return new EntryRecord(
        place,
        key,
        new StoredResponse(
            place.id(), variant, request, head, freshness, pinned, length, completion, null),
        compressed ? ColumnFamily.CHUNKS : ColumnFamily.PLAIN_CHUNKS);
  }

  private static void add(RecordWriter out, Freshness freshness) {
    Duration lifetime = freshness.lifetime();
    out.add(Millis.of(freshness.requestedAt())).add(Millis.of(freshness.respondedAt()));
    out.add(lifetime != null).add(lifetime == null ? 0 : Millis.of(lifetime));
    out.add(Millis.of(freshness.discardAt()));
  }

  private static Freshness freshness(RecordReader in) {
    Instant requestedAt = Instant.ofEpochMilli(in.longValue());
    Instant respondedAt = Instant.ofEpochMilli(in.longValue());
    boolean configured = in.flag();
    Duration lifetime = Duration.ofMillis(in.longValue());
    return new Freshness(
        requestedAt,
        respondedAt,
        configured ? lifetime : null,
        Instant.ofEpochMilli(in.longValue()));
  }
}
