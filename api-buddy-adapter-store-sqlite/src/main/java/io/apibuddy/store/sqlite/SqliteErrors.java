package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Translates SQLite's primary result codes into the failures of the port. */
final class SqliteErrors {
  private static final int ERROR = 1;
  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  private SqliteErrors() {}

  static StoreException translate(SQLException failure) {
    Kind kind = kind(failure);
    String remedy =
        kind == Kind.CORRUPT
            ? ". To get rid of the damage, stop, move the database file aside and start again"
            : "";
    return new StoreException(kind, "SQLite: " + failure.getMessage() + remedy, failure);
  }

  /**
   * Returns whether a statement that is correct for the schema failed because a table or an index
   * is missing or exists already.
   */
  static boolean isUnexpectedSchema(SQLException failure) {
    return failure.getErrorCode() == ERROR;
  }

  static Kind kind(SQLException failure) {
    if (failure.getCause() instanceof InterruptedException) {
      return Kind.INTERRUPTED; // while waiting for a free connection of the pool
    }
    if (failure instanceof SQLTransientConnectionException) {
      return Kind.BUSY;
    }
    if (failure instanceof SQLiteException known
        && known.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      return Kind.FULL; // shared memory is allocated on the disk first
    }
    return switch (failure.getErrorCode()) {
      case BUSY, LOCKED -> Kind.BUSY;
      case PERM, READONLY -> Kind.READ_ONLY;
      case CORRUPT, NOTADB -> Kind.CORRUPT;
      case FULL -> Kind.FULL;
      case CANTOPEN -> Kind.UNUSABLE;
      default -> Kind.IO;
    };
  }
}
