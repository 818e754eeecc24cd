package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Deletes a part of the rows that a removal hides. A removal that takes several steps is recorded
 * first, so that a crash between two steps brings nothing back.
 */
final class RemovalStep implements Operation {
  private static final int STEP = 500;

  private final Parts parts;
  private final Removal removal;
  private final boolean recorded;
  private final boolean awaited;
  private final CompletableFuture<Boolean> written = new CompletableFuture<>();
  private List<Long> gone = List.of();

  private RemovalStep(Parts parts, Removal removal, boolean recorded, boolean awaited) {
    this.parts = parts;
    this.removal = removal;
    this.recorded = recorded;
    this.awaited = awaited;
  }

  /** Creates the first step of a removal; {@code awaited} tells whether {@link #await} follows. */
  static RemovalStep first(Parts parts, Removal removal, boolean awaited) {
    return new RemovalStep(parts, removal, false, awaited);
  }

  /** Creates a further step of a removal that is recorded. */
  static RemovalStep next(Parts parts, Removal removal) {
    return new RemovalStep(parts, removal, true, false);
  }

  /**
   * Waits until no crash can bring back what the removal hides.
   *
   * @throws StoreException if the step failed, or did not finish in time; it is then tried again
   */
  void await() {
    try {
      Boolean unused = AwaitedOperation.await(written, parts.writer().outcomeDeadline());
    } catch (StoreException e) {
      throw StoreException.removalPending(e);
    }
  }

  @Override
  public boolean isAwaited() {
    return awaited;
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
    written.complete(true);
    if (!gone.isEmpty()) {
      parts.reclaim(gone);
    }
    if (unfinished()) {
      parts.writer().force(next(parts, removal));
    } else {
      parts.overlay().settle(removal);
    }
  }

  @Override
  public void failed(StoreException failure) {
    parts.notices().removalFailed(failure);
    // Otherwise a later removal with the same selection continues the work.
    boolean wanted = recorded || parts.overlay().removals().contains(removal);
    if (wanted && !parts.writer().retryLater(this, failure) && !recorded) {
      parts.writer().force(new RemovalRecord());
    } else {
      written.completeExceptionally(failure);
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
  private final class RemovalRecord implements Operation {

    @Override
    public void apply(Statements statements) throws SQLException {
      RemovalTable.insert(statements, removal);
    }

    @Override
    public void committed() {
      written.complete(true);
    }

    @Override
    public void failed(StoreException failure) {
      written.completeExceptionally(failure); // that of the removal was reported already
    }
  }

  private boolean unfinished() {
    return gone.size() == STEP;
  }
}
