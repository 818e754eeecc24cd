package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Binds a row of {@code cache_entries} column by column and computes its checksum on the way, in
 * the order of {@link RowReader}. Each value is encoded only once.
 */
final class RowWriter {

  /** The columns in the order in which they are bound, the first ones of the statement. */
  static final String COLUMNS =
      "id, cache_key, key_method, variant, domain, upstream, method, target, request_headers,"
          + " request_body, body_digest, status, response_headers, requested_at, responded_at,"
          + " lifetime, discard_at, pinned, length, trailers, attributes, created_at, checksum";

  private final @Nullable PreparedStatement statement;
  private final Checksum sum = new Checksum();
  private int column;

  private RowWriter(@Nullable PreparedStatement statement) {
    this.statement = statement;
  }

  /** Binds all {@link #COLUMNS} and returns their number. */
  static int bind(PreparedStatement statement, EntryRow row) throws SQLException {
    RowWriter writer = new RowWriter(statement);
    writer.row(row);
    statement.setLong(++writer.column, writer.sum.value());
    return writer.column;
  }

  /** Returns the value of the column {@code checksum}. */
  static long checksum(EntryRow row) throws SQLException {
    RowWriter writer = new RowWriter(null);
    writer.row(row);
    return writer.sum.value();
  }

  private void row(EntryRow row) throws SQLException {
    StoredResponse response = row.response();
    number(row.id());
    bytes(row.key().bytes());
    text(row.keyMethod());
    text(response.variant());
    request(response.request());
    head(response.response());
    times(response.freshness());
    number(response.pinned() ? 1 : 0);
    number(response.length());
    EntryCompletion completion = response.completion();
    headers(completion.trailers());
    bytes(TextListCodec.encode(completion.attributes()));
    number(row.createdAt());
  }

  private void request(StoredRequest request) throws SQLException {
    text(request.domain());
    text(request.upstream());
    text(request.method());
    text(request.target());
    headers(request.headers());
    Body.Bytes body = request.body();
    bytes(body == null ? null : body.toByteArray());
    text(request.bodyDigest());
  }

  private void head(ResponseHead head) throws SQLException {
    number(head.status());
    headers(head.headers());
  }

  private void times(Freshness times) throws SQLException {
    number(Millis.of(times.requestedAt()));
    number(Millis.of(times.respondedAt()));
    duration(times.lifetime());
    number(Millis.of(times.discardAt()));
  }

  private void number(long value) throws SQLException {
    sum.add(value);
    column++;
    if (statement != null) {
      statement.setLong(column, value);
    }
  }

  private void bytes(byte @Nullable [] value) throws SQLException {
    sum.add(value);
    column++;
    if (statement != null) {
      statement.setBytes(column, value);
    }
  }

  private void text(String value) throws SQLException {
    sum.add(value);
    column++;
    if (statement != null) {
      statement.setString(column, value);
    }
  }

  private void headers(Headers value) throws SQLException {
    bytes(TextListCodec.encode(value));
  }

  private void duration(@Nullable Duration value) throws SQLException {
    Long millis = value == null ? null : (Long) Millis.of(value);
    sum.add(millis);
    column++;
    if (statement != null) {
      statement.setObject(column, millis);
    }
  }
}
