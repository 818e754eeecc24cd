package io.apibuddy.ports.store;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store cannot do what it was asked to do. If this happens at start-up, the proxy
 * does not start; later it goes on without the store.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kind of failure. */
  public enum Kind {
    /** No room left: the disk or a quota is full. */
    FULL,
    /** The store is locked, or slower than its budget. */
    BUSY,
    /** The store cannot be written to. */
    READ_ONLY,
    /** The stored data is damaged. */
    CORRUPT,
    /** Reading or writing failed. */
    IO,
    /** The store was written by a later version, or is another kind of file. */
    INCOMPATIBLE,
    /** Another process uses the store. */
    LOCKED,
    /** The store cannot be opened as the settings say. */
    UNUSABLE,
    /** The calling thread was interrupted and gave the call up; the store itself is in order. */
    INTERRUPTED,
    /** The store was used after it was closed. */
    CLOSED
  }

  private final Kind kind;

  /**
   * Creates an exception.
   *
   * @param message what happened and where; at start-up also what to do about it
   */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Creates an exception without a cause. */
  public StoreException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * Describes a store that did not answer in time.
   *
   * @param waited how long the caller waited
   * @param cause the exception that ended the wait, null if there is none
   */
  public static StoreException busy(Duration waited, @Nullable Throwable cause) {
    String time = BigDecimal.valueOf(waited.toNanos(), 6).stripTrailingZeros().toPlainString();
    return new StoreException(Kind.BUSY, "the store did not answer within " + time + " ms", cause);
  }

  /**
   * Describes a removal that is not on disk, though the store hides what was removed.
   *
   * @param cause why it could not be written, or not in time; its kind is kept
   */
  public static StoreException removalPending(StoreException cause) {
    return new StoreException(
        cause.kind(),
        "what was removed is hidden, but still on disk: "
            + cause.getMessage()
            + ". The store keeps trying; should the process end before that succeeds, the responses"
            + " are back. "
            + (cause.kind() == Kind.FULL ? "Free some space, then remove" : "Remove")
            + " them again to be sure that they are gone",
        cause);
  }

  /**
   * Converts anything that a call of a store threw into a failure of the store. A {@code
   * StoreException} is returned as it is. Anything else, such as a missing class or a checked
   * exception from a language that does not check them, is a bug in the adapter and becomes the
   * cause of a failure of {@link Kind#IO}.
   */
  public static StoreException of(Throwable thrown) {
    return thrown instanceof StoreException failure
        ? failure
        : new StoreException(Kind.IO, "the storage adapter failed with " + thrown, thrown);
  }

  /** Returns the kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** Returns a copy of this failure to throw on another thread, with this one as its cause. */
  public StoreException rethrowable() {
    return new StoreException(kind, String.valueOf(getMessage()), this);
  }
}
