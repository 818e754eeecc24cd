package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries rows to and from {@code cache_entries}. */
final class EntryTable {

  /** The columns in the order that {@link #read} expects, of a table named {@code e}. */
  static final String COLUMNS =
      "e.id, e.cache_key, e.key_method, e.variant, e.domain, e.upstream, e.method, e.target,"
          + " e.request_headers, e.request_body, e.body_digest, e.status, e.response_headers,"
          + " e.requested_at, e.responded_at, e.lifetime, e.discard_at, e.pinned, e.length,"
          + " e.trailers, e.attributes, e.created_at, e.checksum, e.kept, e.coding";

  /** How many columns {@link #COLUMNS} names. */
  static final int COLUMN_COUNT = 25;

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

  /** Returns the row that {@code found} stands on, empty if it is damaged. */
  static Optional<EntryRow> read(ResultSet found) throws SQLException {
    try {
      EntryRow row = decode(found);
      return checksum(row) == found.getLong(23) ? Optional.of(row) : Optional.empty();
    } catch (RuntimeException undecodable) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("NullAway") // javac 17 drops type annotations of compact constructors
  private static EntryRow decode(ResultSet found) throws SQLException {
    byte @Nullable [] body = found.getBytes(10);
    StoredRequest request =
        new StoredRequest(
            found.getString(5),
            found.getString(6),
            found.getString(7),
            found.getString(8),
            TextListCodec.decodeHeaders(found.getBytes(9)),
            body == null ? null : new Body.Bytes(body),
            found.getString(11));
    long lifetime = found.getLong(16);
    boolean ownLifetime = found.wasNull();
    Freshness times =
        new Freshness(
            Instant.ofEpochMilli(found.getLong(14)),
            Instant.ofEpochMilli(found.getLong(15)),
            ownLifetime ? null : Duration.ofMillis(lifetime),
            Instant.ofEpochMilli(found.getLong(17)));
    StoredResponse response =
        new StoredResponse(
            new EntryId(found.getString(1)),
            found.getString(4),
            request,
            new ResponseHead(found.getInt(12), TextListCodec.decodeHeaders(found.getBytes(13))),
            times,
            found.getBoolean(18),
            found.getLong(19),
            new EntryCompletion(
                TextListCodec.decodeHeaders(found.getBytes(20)),
                TextListCodec.decodeAttributes(found.getBytes(21))),
            null);
    return new EntryRow(
        found.getLong(1),
        KeyDigest.restored(found.getBytes(2)),
        found.getString(3),
        found.getLong(22),
        new Kept(found.getLong(24), Coding.marked(found.getLong(25))),
        response);
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
