package io.apibuddy.bootstrap.body;

import io.apibuddy.ports.http.BodyNormalizer;

/**
 * The memory that one document has reserved from the budget that all documents share. Closing it
 * gives everything back.
 */
final class DocumentMemory implements AutoCloseable {
  private final BodyNormalizer.MemoryBudget budget;
  private final long length;
  private long reserved;

  /**
   * Accounts for a document whose body has {@code length} bytes; memory comes from {@code budget}.
   */
  DocumentMemory(BodyNormalizer.MemoryBudget budget, long length) {
    this.budget = budget;
    this.length = length;
  }

  /** Thrown when the shared budget has no memory left for a document. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("no memory for a canonical form", null, false, false);
    }
  }

  /**
   * Reserves {@code bytes} from the budget.
   *
   * @throws Exhausted if the budget has fewer left
   */
  void reserve(long bytes) {
    if (!budget.tryReserve(bytes)) {
      throw new Exhausted();
    }
    reserved += bytes;
  }

  /** Gives {@code bytes} back to the budget. */
  void release(long bytes) {
    budget.release(bytes);
    reserved -= bytes;
  }

  /**
   * Returns an estimate of the canonical text's length in bytes, a little more than the length of
   * the body.
   */
  int expected() {
    return (int) Math.min(length + length / 16, Integer.MAX_VALUE / 2);
  }

  @Override
  public void close() {
    budget.release(reserved);
    reserved = 0;
  }
}
