package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.Penalty;
import io.apibuddy.ports.store.ThrottleSnapshot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the throttle's tables. Times are nanoseconds since 1970; times out of range saturate. */
final class ThrottleTables {
  private ThrottleTables() {}

  static long nanos(Instant instant) {
    return nanos(Duration.ofSeconds(instant.getEpochSecond(), instant.getNano()));
  }

  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException beyond) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns the stored state of each domain; invalid rows are ignored. */
  static Map<String, ThrottleSnapshot> all(Statements statements) throws SQLException {
    Map<String, ThrottleSnapshot> snapshots = new HashMap<>();
    PreparedStatement select =
        statements.prepare(
            "SELECT domain, length, since, wait_until, announced FROM throttle_penalties");
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        String domain = rows.getString(1);
        if (domain != null) {
          snapshot(statements, domain, rows).ifPresent(known -> snapshots.put(domain, known));
        }
      }
    }
    return snapshots;
  }

  private static Optional<ThrottleSnapshot> snapshot(
      Statements statements, String domain, ResultSet row) throws SQLException {
    try {
      Penalty penalty =
          new Penalty(
              Duration.ofNanos(row.getLong(2)),
              instant(row.getLong(3)),
              instant(row.getLong(4)),
              row.getBoolean(5));
      return Optional.of(new ThrottleSnapshot(attempts(statements, domain), penalty));
    } catch (IllegalArgumentException nonsense) {
      return Optional.empty();
    }
  }

  private static List<Instant> attempts(Statements statements, String domain) throws SQLException {
    PreparedStatement select =
        statements.prepare(
            "SELECT attempted_at FROM throttle_attempts WHERE domain = ? ORDER BY attempted_at");
    select.setString(1, domain);
    List<Instant> attempts = new ArrayList<>();
    for (long nanos : Rows.ids(select)) {
      attempts.add(instant(nanos));
    }
    return attempts;
  }

  private static Instant instant(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }
}
