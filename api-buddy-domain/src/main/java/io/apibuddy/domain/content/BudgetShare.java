package io.apibuddy.domain.content;

import io.apibuddy.ports.memory.ByteBudget;

/** The part of the shared byte budget that one spool has taken. Guarded by the spool's lock. */
final class BudgetShare {
  private final ByteBudget budget;
  private long taken;

  BudgetShare(ByteBudget budget) {
    this.budget = budget;
  }

  /** Takes {@code bytes} more; returns false, and takes none, if too few are left. */
  boolean tryReserve(long bytes) {
    return count(bytes, budget.tryReserve(bytes));
  }

  /** Does the same, but leaves half of the budget to others. */
  boolean tryReserveFromHalf(long bytes) {
    return count(bytes, budget.tryReserveFromHalf(bytes));
  }

  private boolean count(long bytes, boolean reserved) {
    taken += reserved ? bytes : 0;
    return reserved;
  }

  /** Returns how many bytes are taken. */
  long taken() {
    return taken;
  }

  /** Returns to the budget whatever exceeds {@code needed} bytes. */
  void shrinkTo(long needed) {
    if (taken > needed) {
      budget.release(taken - needed);
      taken = needed;
    }
  }
}
