package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.LargeStoreSettings;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.LocalStore;
import io.apibuddy.ports.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Opens storages and fills them. */
final class TestStorage {
  /** A budget for a busy machine, independent of the one that a test gives a storage. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");

  private TestStorage() {}

  static Settings settings(Path directory) {
    return LargeStoreSettings.at(directory);
  }

  static RocksDbStorage open(Path directory) {
    return open(settings(directory), Notices.SILENT);
  }

  static RocksDbStorage open(Path directory, Notices notices) {
    return open(settings(directory), notices);
  }

  static RocksDbStorage open(Settings settings, Notices notices) {
    return open(settings, notices, Ticker.system());
  }

  static RocksDbStorage open(Settings settings, Notices notices, Ticker ticker) {
    return RocksDbStorage.open(
        LocalStore.read(settings, RocksDbStorage.PATH_KIND),
        new AdapterContext(settings, InstantSource.system(), ticker, notices));
  }

  /** Opens the database alone, to read and change it directly. */
  static Database database(Path directory) throws RocksDBException {
    return Database.open(directory, new WriteHealth(Ticker.system()));
  }

  static long rows(Database database, ColumnFamily family) throws RocksDBException {
    long count = 0;
    try (RocksIterator rows = database.iterate(family)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        count++;
      }
      rows.status();
    }
    return count;
  }

  /** Waits until what was stored is in the database. */
  static void settle(RocksDbStorage storage) {
    boolean unused = storage.mutations().run(changes -> true, TIMEOUT);
  }

  /** Stores an entry and returns it as it is found. */
  static StoredResponse store(Storage storage, String domain, String target, byte[] content) {
    return store(storage, DraftBuilder.draft(domain, target), content);
  }

  /** Stores an entry that stays and returns it as it is found. */
  static StoredResponse store(Storage storage, DraftBuilder builder, byte[] content) {
    EntryDraft draft = builder.discardAt(FAR_FUTURE).build();
    commit(storage, draft, content);
    List<StoredResponse> found = storage.responses().candidates(draft.key());
    if (found.isEmpty()) {
      throw new StoreException(StoreException.Kind.IO, "accepted, but it could not be written");
    }
    return found.get(0);
  }

  /** Stores an entry. */
  static void commit(Storage storage, EntryDraft draft, byte[] content) {
    try (EntryWriter writer = storage.responses().begin(draft)) {
      writer.write(ByteBuffer.wrap(content));
      if (!writer.commit(EntryCompletion.PLAIN)) {
        throw new AssertionError("not stored");
      }
    }
  }

  /** Runs a step that lasts until {@code end} is counted down; returns once it has begun. */
  static Future<Boolean> occupy(ExecutorService threads, Mutations mutations, CountDownLatch end)
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Future<Boolean> step =
        threads.submit(
            () ->
                mutations.run(
                    changes -> {
                      begun.countDown();
                      return await(end);
                    },
                    TIMEOUT));
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    return step;
  }

  private static boolean await(CountDownLatch end) {
    try {
      return end.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
