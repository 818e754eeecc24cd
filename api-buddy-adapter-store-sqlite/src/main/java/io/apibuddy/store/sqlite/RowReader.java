package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.KeyDigest;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row of {@code cache_entries} column by column and computes its checksum on the way. Texts
 * are read as bytes, because the driver creates strings through a direct buffer, which is several
 * times slower.
 */
final class RowReader {

  /** The columns in the order in which they are read, of a table named {@code e}. */
  static final String COLUMNS =
      "e.id, e.cache_key, e.key_method, e.variant, e.domain, e.upstream, e.method, e.target,"
          + " e.request_headers, e.request_body, e.body_digest, e.status, e.response_headers,"
          + " e.requested_at, e.responded_at, e.lifetime, e.discard_at, e.pinned, e.length,"
          + " e.trailers, e.attributes, e.created_at, e.checksum";

  /** The number of {@link #COLUMNS}. */
  static final int COLUMN_COUNT = 23;

  private final ResultSet found;
  private final Checksum sum = new Checksum();
  private int column;

  private RowReader(ResultSet found) {
    this.found = found;
  }

  /** Returns the current row of {@code found}, empty if it is damaged. */
  static Optional<EntryRow> read(ResultSet found) throws SQLException {
    try {
      return new RowReader(found).row();
    } catch (RuntimeException undecodable) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("NullAway") // javac 17 drops type annotations of compact constructors
  private Optional<EntryRow> row() throws SQLException {
    long id = number();
    KeyDigest key = KeyDigest.restored(bytes());
    String keyMethod = text();
    String variant = text();
    StoredRequest request =
        new StoredRequest(text(), text(), text(), text(), headers(), body(), text());
    ResponseHead head = new ResponseHead((int) number(), headers());
    Freshness times = new Freshness(instant(), instant(), duration(), instant());
    boolean pinned = number() != 0;
    long length = number();
    EntryCompletion completion =
        new EntryCompletion(headers(), TextListCodec.decodeAttributes(bytes()));
    long createdAt = number();
    if (found.getLong(++column) != sum.value()) {
      return Optional.empty();
    }
    EntryId name = new EntryId(Long.toString(id));
    return Optional.of(
        new EntryRow(
            id,
            key,
            keyMethod,
            createdAt,
            new StoredResponse(
                name, variant, request, head, times, pinned, length, completion, null)));
  }

  private long number() throws SQLException {
    long value = found.getLong(++column);
    sum.add(value);
    return value;
  }

  private byte[] bytes() throws SQLException {
    byte[] value = found.getBytes(++column);
    sum.add(value);
    return value;
  }

  private String text() throws SQLException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private Headers headers() throws SQLException {
    return TextListCodec.decodeHeaders(bytes());
  }

  private Instant instant() throws SQLException {
    return Instant.ofEpochMilli(number());
  }

  private @Nullable Duration duration() throws SQLException {
    long millis = found.getLong(++column);
    Long value = found.wasNull() ? null : millis;
    sum.add(value);
    return value == null ? null : Duration.ofMillis(value);
  }

  private Body.@Nullable Bytes body() throws SQLException {
    byte @Nullable [] value = found.getBytes(++column);
    sum.add(value);
    return value == null ? null : new Body.Bytes(value);
  }
}
