package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries rows to {@code cache_entries}. */
final class EntryTable {

  /** The condition that a row has a key; its digest is to be bound twice. */
  static final String HAS_KEY = "substr(cache_key, 1, 8) = substr(?, 1, 8) AND cache_key = ?";

  private static final String INSERT =
      "INSERT INTO cache_entries (id, cache_key, key_method, variant, domain, upstream, method,"
          + " target, request_headers, request_body, body_digest, status, response_headers,"
          + " requested_at, responded_at, lifetime, discard_at, pinned, length, trailers,"
          + " attributes, created_at, checksum, last_accessed, kept, coding, body,"
          + " body_checksum)"
          + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

  private static final String REPLACE =
      "DELETE FROM cache_entries WHERE " + HAS_KEY + " AND variant = ? RETURNING id";

  private static final String FRESHEN =
      "UPDATE cache_entries SET status = ?, response_headers = ?, requested_at = ?,"
          + " responded_at = ?, lifetime = ?, discard_at = ?, checksum = ? WHERE id = ?";

  private EntryTable() {}

  /** Deletes the entries whose place {@code row} takes and returns their numbers. */
  static List<Long> deleteReplaced(Statements statements, EntryRow row) throws SQLException {
    PreparedStatement replace = statements.prepare(REPLACE);
    byte[] key = row.key().bytes();
    replace.setBytes(1, key);
    replace.setBytes(2, key);
    replace.setString(3, row.response().variant());
    return Rows.ids(replace);
  }

  /** Inserts a row; {@code content} is kept in it if it {@linkplain EntryRow#holdsContent does}. */
  static void insert(Statements statements, EntryRow row, Chunk content) throws SQLException {
    StoredResponse response = row.response();
    StoredRequest request = response.request();
    Freshness times = response.freshness();
    PreparedStatement insert = statements.prepare(INSERT);
    insert.setLong(1, row.id());
    insert.setBytes(2, row.key().bytes());
    insert.setString(3, row.keyMethod());
    insert.setString(4, response.variant());
    insert.setString(5, request.domain());
    insert.setString(6, request.upstream());
    insert.setString(7, request.method());
    insert.setString(8, request.target());
    insert.setBytes(9, TextListCodec.encode(request.headers()));
    insert.setBytes(10, content(request.body()));
    insert.setString(11, request.bodyDigest());
    insert.setInt(12, response.response().status());
    insert.setBytes(13, TextListCodec.encode(response.response().headers()));
    insert.setLong(14, Millis.of(times.requestedAt()));
    insert.setLong(15, Millis.of(times.respondedAt()));
    setLifetime(insert, 16, times);
    insert.setLong(17, Millis.of(times.discardAt()));
    insert.setBoolean(18, response.pinned());
    insert.setLong(19, response.length());
    insert.setBytes(20, TextListCodec.encode(response.completion().trailers()));
    insert.setBytes(21, TextListCodec.encode(response.completion().attributes()));
    insert.setLong(22, row.createdAt());
    insert.setLong(23, checksum(row));
    insert.setLong(24, row.createdAt());
    insert.setLong(25, row.kept().bytes());
    insert.setInt(26, row.kept().coding().mark());
    boolean inRow = row.holdsContent();
    insert.setBytes(27, inRow ? content.data() : null);
    insert.setLong(28, inRow ? content.checksum(row.id(), 0) : 0);
    insert.executeUpdate();
  }

  static void freshen(Statements statements, EntryRow row) throws SQLException {
    ResponseHead head = row.response().response();
    Freshness times = row.response().freshness();
    PreparedStatement update = statements.prepare(FRESHEN);
    update.setInt(1, head.status());
    update.setBytes(2, TextListCodec.encode(head.headers()));
    update.setLong(3, Millis.of(times.requestedAt()));
    update.setLong(4, Millis.of(times.respondedAt()));
    setLifetime(update, 5, times);
    update.setLong(6, Millis.of(times.discardAt()));
    update.setLong(7, checksum(row));
    update.setLong(8, row.id());
    update.executeUpdate();
  }

  private static void setLifetime(PreparedStatement statement, int index, Freshness times)
      throws SQLException {
    Duration lifetime = times.lifetime();
    if (lifetime == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setLong(index, Millis.of(lifetime));
    }
  }

  private static byte @Nullable [] content(Body.@Nullable Bytes body) {
    return body == null ? null : body.toByteArray();
  }

  /** Sums the columns up in the order in which {@link RowReader} reads them. */
  private static long checksum(EntryRow row) {
    StoredResponse response = row.response();
    StoredRequest request = response.request();
    Freshness times = response.freshness();
    Duration lifetime = times.lifetime();
    return new Checksum()
        .add(row.id())
        .add(row.key().bytes())
        .add(row.keyMethod())
        .add(response.variant())
        .add(request.domain())
        .add(request.upstream())
        .add(request.method())
        .add(request.target())
        .add(TextListCodec.encode(request.headers()))
        .add(content(request.body()))
        .add(request.bodyDigest())
        .add(response.response().status())
        .add(TextListCodec.encode(response.response().headers()))
        .add(Millis.of(times.requestedAt()))
        .add(Millis.of(times.respondedAt()))
        .add(lifetime == null ? null : (Long) Millis.of(lifetime))
        .add(Millis.of(times.discardAt()))
        .add(response.pinned() ? 1L : 0L)
        .add(response.length())
        .add(TextListCodec.encode(response.completion().trailers()))
        .add(TextListCodec.encode(response.completion().attributes()))
        .add(row.createdAt())
        .value();
  }
}
