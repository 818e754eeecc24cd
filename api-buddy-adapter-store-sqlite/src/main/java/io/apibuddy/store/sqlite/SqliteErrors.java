package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in the port's words what SQLite's primary result codes mean. */
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
    return new StoreException(kind(failure), "SQLite: " + failure.getMessage(), failure);
  }

  /**
   * Returns whether a statement that is right for a schema failed for that: a table or an index is
   * missing, or is there already.
   */
  static boolean isUnexpectedSchema(SQLException failure) {
    return failure.getErrorCode() == ERROR;
  }

  static Kind kind(SQLException failure) {
    if (failure.getCause() instanceof InterruptedException) {
      return Kind.INTERRUPTED; // by the pool, for want of a free connection
    }
    if (failure instanceof SQLTransientConnectionException) {
      return Kind.BUSY;
    }
    if (failure instanceof SQLiteException known
        && known.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      return Kind.FULL; // what is mapped is written before
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
