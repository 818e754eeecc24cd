package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.Penalty;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.ThrottleChange;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Writes the state of one domain's throttle: its new attempts and its penalty. */
final class ThrottleUpdate implements Operation {
  private final ThrottleChange change;
  private final Consumer<StoreException> onFailure;

  ThrottleUpdate(ThrottleChange change, Consumer<StoreException> onFailure) {
    this.change = change;
    this.onFailure = onFailure;
  }

  @Override
  public long bytes() {
    return OVERHEAD + 8L * change.snapshot().attempts().size();
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    PreparedStatement delete =
        statements.prepare("DELETE FROM throttle_attempts WHERE domain = ? AND attempted_at < ?");
    List<Instant> counting = change.snapshot().attempts();
    String domain = change.domain();
    delete.setString(1, domain);
    delete.setLong(
        2,
        change.replacesAll() || counting.isEmpty()
            ? Long.MAX_VALUE
            : ThrottleTables.nanos(counting.get(0)));
    delete.executeUpdate();
    PreparedStatement insert =
        statements.prepare("INSERT INTO throttle_attempts (domain, attempted_at) VALUES (?,?)");
    for (Instant attempt : change.newAttempts()) {
      insert.setString(1, domain);
      insert.setLong(2, ThrottleTables.nanos(attempt));
      insert.executeUpdate();
    }
    if (change.isDeletion()) {
      PreparedStatement forget =
          statements.prepare("DELETE FROM throttle_penalties WHERE domain = ?");
      forget.setString(1, domain);
      forget.executeUpdate();
      return;
    }
    Penalty penalty = change.snapshot().penalty();
    PreparedStatement replace =
        statements.prepare(
            "INSERT OR REPLACE INTO throttle_penalties"
                + " (domain, length, since, wait_until, announced) VALUES (?,?,?,?,?)");
    replace.setString(1, domain);
    replace.setLong(2, ThrottleTables.nanos(penalty.length()));
    replace.setLong(3, ThrottleTables.nanos(penalty.since()));
    replace.setLong(4, ThrottleTables.nanos(penalty.waitUntil()));
    replace.setBoolean(5, penalty.announced());
    replace.executeUpdate();
  }

  @Override
  public void failed(StoreException failure) {
    onFailure.accept(failure);
  }
}
