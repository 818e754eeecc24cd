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

/** Reads what was written down of the throttle; times are nanoseconds since 1970, saturating. */
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

  /** Returns how each domain stood. */
  static Map<String, ThrottleSnapshot> all(Statements statements) throws SQLException {
    Map<String, ThrottleSnapshot> snapshots = new HashMap<>();
    PreparedStatement select =
        statements.prepare(
            "SELECT domain, length, since, wait_until, announced FROM throttle_penalties");
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Penalty penalty =
            new Penalty(
                Duration.ofNanos(rows.getLong(2)),
                instant(rows.getLong(3)),
                instant(rows.getLong(4)),
                rows.getBoolean(5));
        String domain = rows.getString(1);
        snapshots.put(domain, new ThrottleSnapshot(attempts(statements, domain), penalty));
      }
    }
    return snapshots;
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
