package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.nio.file.Path;

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
