package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.StoredKeys;
import org.rocksdb.RocksDBException;

/** Opens the database again, or a new one if it is damaged, as the same storage. */
final class DatabaseReopener implements Engine.Reopening {
  private final DatabaseOpener opener;
  private final Schema schema;
  private final StoredKeys keys;
  private final Totals totals;

  DatabaseReopener(DatabaseOpener opener, Schema schema, StoredKeys keys, Totals totals) {
    this.opener = opener;
    this.schema = schema;
    this.keys = keys;
    this.totals = totals;
  }

  @Override
  public Database open() throws RocksDBException {
    keys.forget(); // the directory may hold other files now
    Database database = opener.reopen();
    try {
      return takeOver(database);
    } catch (RocksDBException e) {
      return takeOver(opener.replace(e));
    }
  }

  private Database takeOver(Database database) throws RocksDBException {
    try {
      schema.claimAgain(database);
      totals.load(database);
      return database;
    } catch (RocksDBException | RuntimeException e) {
      database.close();
      throw e;
    }
  }
}
