package io.apibuddy.ports.store;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A store cannot do what it was asked; the proxy goes on without it. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Kind {
    /** No room: disk or quota. */
    FULL,
    /** Locked, or slower than its budget. */
    BUSY,
    /** Cannot be written to. */
    READ_ONLY,
    /** What is stored is damaged. */
    CORRUPT,
    /** Reading or writing failed. */
    IO,
    /** Written by a later version, or of another kind. */
    INCOMPATIBLE,
    /** In use by another process. */
    LOCKED,
    /** Cannot be opened as the settings say. */
    UNUSABLE,
    /** The calling thread was interrupted and gave the call up; the store is well. */
    INTERRUPTED,
    /** Closed. */
    CLOSED
  }

  private final Kind kind;

  /**
   * Describes a failure.
   *
   * @param message what happened and where; at start-up also what to do about it
   */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Describes a failure that has no cause beneath it. */
  public StoreException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * Describes a store that did not answer in time.
   *
   * @param waited how long it was waited for
   * @param cause how that became known, null if nothing told
   */
  public static StoreException busy(Duration waited, @Nullable Throwable cause) {
    String time = BigDecimal.valueOf(waited.toNanos(), 6).stripTrailingZeros().toPlainString();
    return new StoreException(Kind.BUSY, "the store did not answer within " + time + " ms", cause);
  }

  /**
   * Returns what a call of a store has thrown as a failure of the store's: as it is if it is one,
   * else, being a mistake of the adapter's own, one of {@link Kind#IO} that tells of it: a class
   * that is missing, too, and what languages without checked exceptions let through.
   */
  public static StoreException of(Throwable thrown) {
    return thrown instanceof StoreException told
        ? told
        : new StoreException(Kind.IO, "the storage adapter failed with " + thrown, thrown);
  }

  /** Returns what kind of failure it is. */
  public Kind kind() {
    return kind;
  }

  /** Returns the same failure as another thread meets it; its cause is this one. */
  public StoreException again() {
    return new StoreException(kind, String.valueOf(getMessage()), this);
  }
}
