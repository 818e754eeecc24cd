package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says why a store cannot be opened, and what to do about it. */
public final class OpeningFailure {
  private OpeningFailure() {}

  /**
   * Describes a failure to open a store.
   *
   * @param store the store's file or directory
   * @param kind the kind of failure, which decides what there is to do
   * @param reason what the engine says
   * @param cause what the engine threw
   */
  public static StoreException of(Path store, Kind kind, String reason, Throwable cause) {
    return new StoreException(kind, "cannot open " + store + ": " + reason + remedy(kind), cause);
  }

  /**
   * Describes why a store's files cannot be used.
   *
   * @param store the store's file or directory
   * @param cause the failure of the file system, null if there was none
   * @param description what happened and what to do about it, unless the disk is full
   */
  public static StoreException of(Path store, @Nullable IOException cause, String description) {
    return cause != null && isFull(cause)
        ? of(store, Kind.FULL, cause.toString(), cause)
        : new StoreException(Kind.UNUSABLE, description, cause);
  }

  /** Returns whether a disk or quota is full, which Java tells in the system's words only. */
  private static boolean isFull(IOException failure) {
    String words = String.valueOf(failure.getMessage());
    return words.contains("No space left")
        || words.contains("quota exceeded")
        || words.contains("not enough space");
  }

  private static String remedy(Kind kind) {
    String first =
        switch (kind) {
          case FULL -> ". Free some space there, or choose";
          case IO ->
              ". Check the disk, its quotas and the limit of the size of files (ulimit -f), or"
                  + " choose";
          case READ_ONLY, UNUSABLE -> ". Choose";
          default -> "";
        };
    return first.isEmpty()
        ? first
        : first + " another place with database_path or another cache.backend";
  }
}
