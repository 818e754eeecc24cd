package io.apibuddy.domain.content;

/** What one spool has taken of the budget that all share. Guarded by the spool's lock. */
final class BudgetShare {
  private final ByteBudget budget;
  private long taken;

  BudgetShare(ByteBudget budget) {
    this.budget = budget;
  }

  /** Takes {@code bytes} more if they are left; returns whether they were. */
  boolean tryTake(long bytes) {
    boolean left = budget.tryTake(bytes);
    taken += left ? bytes : 0;
    return left;
  }

  /** Gives back what exceeds {@code needed}. */
  void shrinkTo(long needed) {
    if (taken > needed) {
      budget.give(taken - needed);
      taken = needed;
    }
  }
}
