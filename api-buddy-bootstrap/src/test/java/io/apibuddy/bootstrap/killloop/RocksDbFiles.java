package io.apibuddy.bootstrap.killloop;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** RocksDB's checks of a database directory. */
final class RocksDbFiles implements EngineFiles {

  /** A query of an open database. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(RocksDB database, List<ColumnFamilyHandle> families) throws RocksDBException;
  }

  @Override
  public List<String> damage(Path store) {
    try {
      return with(
          store,
          (database, families) -> {
            database.verifyChecksum();
            return List.of();
          });
    } catch (RocksDBException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public long leftOver(Path store) throws RocksDBException {
    return with(
        store,
        (database, families) -> {
          ColumnFamilyHandle entries = family(families, "entries");
          long found = 0;
          try (RocksIterator chunks = database.newIterator(family(families, "chunks"))) {
            for (chunks.seekToFirst(); chunks.isValid(); chunks.next()) {
              byte[] chunk = chunks.key();
              // A chunk's key is that of its entry and a number.
              byte[] entry = Arrays.copyOf(chunk, chunk.length - Long.BYTES);
              found += database.get(entries, entry) == null ? 1 : 0;
            }
            chunks.status();
          }
          return found;
        });
  }

  private static ColumnFamilyHandle family(List<ColumnFamilyHandle> families, String name)
      throws RocksDBException {
    for (ColumnFamilyHandle family : families) {
      if (new String(family.getName(), StandardCharsets.UTF_8).equals(name)) {
        return family;
      }
    }
    throw new IllegalStateException("there is no column family " + name);
  }

  private static <T> T with(Path store, Question<T> question) throws RocksDBException {
    // A family's options hold its block cache, which only closing them frees.
    try (Options listing = new Options();
        DBOptions options = new DBOptions().setParanoidChecks(true);
        ColumnFamilyOptions each = new ColumnFamilyOptions()) {
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      for (byte[] name : RocksDB.listColumnFamilies(listing, store.toString())) {
        descriptors.add(new ColumnFamilyDescriptor(name, each));
      }
      List<ColumnFamilyHandle> families = new ArrayList<>();
      try (RocksDB database = RocksDB.open(options, store.toString(), descriptors, families)) {
        try {
          return question.ask(database, families);
        } finally {
          families.forEach(ColumnFamilyHandle::close);
        }
      }
    }
  }
}
