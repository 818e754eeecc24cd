package io.apibuddy.bootstrap.system;

import static io.apibuddy.bootstrap.system.Installation.ANSWERS;
import static io.apibuddy.bootstrap.system.Installation.content;
import static io.apibuddy.bootstrap.system.Installation.hits;
import static io.apibuddy.bootstrap.system.Installation.stop;
import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/** The product with damaged files of RocksDB. */
@Timeout(120)
@Tag("faults")
class RocksDbFaultsTest {
  private static final int BLOCKS = 20_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** The first number whose answer has 2 MiB, and after how many the next one comes. */
  private static final int LARGE = 99;

  private static final int EVERY = 100;

  @TempDir static Path shared;
  @AutoClose private static NumberedApi api;
  private static Installation stopped;

  @TempDir Path home;

  @BeforeAll
  static void fillTheStore() throws Exception {
    api = new NumberedApi();
    stopped = new Installation(shared, "rocksdb", api);
    try (ProxyProcess process = stopped.start()) {
      assertThat(hits(process)).isZero();
      assertThat(stop(process)).isEmpty();
    }
  }

  @Test
  void databaseWithoutCurrentFileIsMovedAside() throws Exception {
    Installation site = stopped.copyTo(home);
    Files.delete(site.store().resolve("CURRENT"));

    site.assertReplaced();
  }

  @Test
  void databaseWithTruncatedManifestIsMovedAside() throws Exception {
    Installation site = stopped.copyTo(home);
    String manifest = Files.readString(site.store().resolve("CURRENT")).strip();
    FileDamage.truncate(site.store().resolve(manifest), 50);

    site.assertReplaced();
  }

  @Test
  void overwrittenPartOfATableLosesOnlySomeEntries() throws Exception {
    Installation site = stopped.copyTo(home);
    Path table = largestTable(site.store());
    FileDamage.withNoise(table, Files.size(table) / 2, BLOCKS);

    try (ProxyProcess process = site.start()) {
      assertThat(hits(process)).isBetween(1, ANSWERS - 1);
      hits(process);
      assertThat(stop(process))
          .anySatisfy(line -> assertThat(line).contains("are treated as missing"))
          .allSatisfy(line -> assertThat(line).contains(table.toString()));
    }
  }

  /** The engine writes and syncs a table when its buffers are full. */
  @Test
  void failedTableSyncAffectsOnlyCachingAndRecoversWithoutARestart() throws Exception {
    Installation site = new Installation(home, "rocksdb", api);
    try (ProxyProcess process = site.start()) {
      try (FailingDisk disk = FailingDisk.syncs(process, home.resolve("calls"))) {
        int number = LARGE;
        while (!disk.hasRefused() || Installation.warnings(process).isEmpty()) {
          Installation.isHit(process, number);
          number += EVERY;
        }
      }

      await().atMost(TIMEOUT).until(() -> hits(process) == ANSWERS);
      assertThat(stop(process)).hasSizeLessThan(5);
    }
    site.assertComplete();
  }

  @Test
  void fileInPlaceOfTheStoreDirectoryIsRefused() throws Exception {
    Installation site = new Installation(home, "rocksdb", api);
    Files.createFile(site.store());

    assertThat(site.refusal()).contains("is not a directory", "database_path");
  }

  @Test
  void newerSchemaVersionIsRefusedAndLeftUntouched() throws Exception {
    Installation site = stopped.copyTo(home);
    writeSchema(site.store(), 9999);
    Map<String, ByteBuffer> before = content(site.store());

    assertThat(site.refusal()).contains("schema version 9999", "supports version ");
    assertThat(content(site.store())).isEqualTo(before);
  }

  private static Path largestTable(Path store) throws Exception {
    try (Stream<Path> files = Files.list(store)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .max(Comparator.comparing(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static void writeSchema(Path store, long version) throws Exception {
    try (Options listing = new Options();
        DBOptions options = new DBOptions()) {
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (byte[] name : RocksDB.listColumnFamilies(listing, store.toString())) {
        families.add(new ColumnFamilyDescriptor(name));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB database = RocksDB.open(options, store.toString(), families, handles)) {
        database.put(
            "schema".getBytes(StandardCharsets.US_ASCII),
            ByteBuffer.allocate(Long.BYTES).putLong(version).array());
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
  }
}
