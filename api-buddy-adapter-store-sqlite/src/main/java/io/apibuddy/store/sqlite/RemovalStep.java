package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Deletes a part of the rows that a removal hides. A removal that takes several steps is recorded
 * first, so that a crash between two steps brings nothing back.
 */
final class RemovalStep implements Operation {
  private static final int STEP = 500;

  private final Parts parts;
  private final Removal removal;
  private final boolean recorded;
  private List<Long> gone = List.of();

  RemovalStep(Parts parts, Removal removal, boolean recorded) {
    this.parts = parts;
    this.removal = removal;
    this.recorded = recorded;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    SqlCondition condition = removal.condition();
    PreparedStatement delete =
        statements.prepare(
            "DELETE FROM cache_entries WHERE id IN (SELECT id FROM cache_entries WHERE "
                + condition.sql()
                + " LIMIT "
                + STEP
                + ") RETURNING id, kept");
    condition.bind(delete, 1);
    gone = parts.writer().totals().delete(delete);
    if (unfinished() && !recorded) {
      RemovalTable.insert(statements, removal);
    } else if (!unfinished() && recorded) {
      RemovalTable.delete(statements, removal);
    }
  }

  @Override
  public void committed() {
    if (!gone.isEmpty()) {
      parts.reclaim(gone);
    }
    if (unfinished()) {
      parts.writer().force(new RemovalStep(parts, removal, true));
    } else {
      parts.overlay().settle(removal);
    }
  }

  @Override
  public void failed(StoreException failure) {
    parts.notices().removalFailed(failure);
    if (!recorded && !parts.overlay().removals().contains(removal)) {
      return; // a later removal with the same selection continues the work
    }
    if (!parts.writer().retryLater(this, failure) && !recorded) {
      parts.writer().force(new RemovalRecord(removal));
    }
  }

  @Override
  public void lost() {
    if (!recorded) {
      parts.notices().removalLost();
    }
  }

  /**
   * Only records a removal whose rows cannot be deleted because of damage; it hides them from now
   * on.
   */
  private record RemovalRecord(Removal removal) implements Operation {

    @Override
    public void apply(Statements statements) throws SQLException {
      RemovalTable.insert(statements, removal);
    }

    @Override
    public void failed(StoreException failure) {
      // The failure of the removal was reported already.
    }
  }

  private boolean unfinished() {
    return gone.size() == STEP;
  }
}
