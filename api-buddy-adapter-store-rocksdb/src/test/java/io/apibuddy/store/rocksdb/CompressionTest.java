package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.local.RecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each entry records whether it is compressed, and is read under any setting. */
class CompressionTest {
  private static final byte[] TEXT =
      "{\"name\":\"value\"}".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
  private static final Headers JSON = Headers.of("Content-Type", "application/json");

  @TempDir Path directory;

  @Test
  void compressibleContentTakesLessSpace() throws IOException {
    try (Storage storage = open(true)) {
      for (int i = 0; i < 20; i++) {
        TestStorage.store(storage, draft("a", "/" + i).headers(JSON), TEXT);
      }
    }

    assertThat(bytes()).isLessThan(20L * TEXT.length / 4);
  }

  @Test
  void encodedContentIsNotCompressedAgain() {
    try (RocksDbStorage storage = open(true)) {
      TestStorage.store(storage, draft("a", "/json").headers(JSON), TEXT);
      assertChunks(storage, 5, 0);
      Headers encoded = Headers.of("Content-Type", "application/json", "Content-Encoding", "br");
      TestStorage.store(storage, draft("a", "/encoded").headers(encoded), TEXT);
      Headers image = Headers.of("Content-Type", "image/png");
      TestStorage.store(storage, draft("a", "/image").headers(image), new byte[10]);

      assertChunks(storage, 5, 6);
    }
  }

  @Test
  void compressionSettingAppliesToNewEntriesAndAllStayReadable() {
    try (RocksDbStorage storage = open(true)) {
      EntryId before = TestStorage.store(storage, draft("a", "/1").headers(JSON), TEXT).id();
      storage.reconfigure(settings(false));
      EntryId after = TestStorage.store(storage, draft("a", "/2").headers(JSON), TEXT).id();

      assertChunks(storage, 5, 5);
      for (EntryId id : new EntryId[] {before, after}) {
        assertThat(Entries.read(storage.responses().body(id, 0).orElseThrow())).isEqualTo(TEXT);
      }
    }
  }

  @Test
  void entriesOfTheFirstSchemaStayReadable() throws Exception {
    Place place;
    try (Storage storage = open(true)) {
      EntryId id = TestStorage.store(storage, draft("a", "/x").headers(JSON), TEXT).id();
      place = Place.of(id).orElseThrow();
    }
    try (Database database = TestStorage.database(directory);
        Batch batch = database.batch()) {
      byte[] key = Key.of(place);
      ByteBuffer head =
          ChecksummedValue.decode(
                  key, Objects.requireNonNull(database.get(ColumnFamily.ENTRIES, key)))
              .orElseThrow();
      byte[] withoutMark = new byte[head.remaining() - 1];
      head.get(withoutMark);
      batch.put(ColumnFamily.ENTRIES, key, ChecksummedValue.encode(key, withoutMark));
      batch.put(ColumnFamily.STORAGE, Schema.VERSION_KEY, new RecordWriter().add(1L).bytes());
      batch.write(Duration.ofSeconds(10));
    }

    try (RocksDbStorage storage = open(true)) {
      assertThat(Entries.read(storage.responses().body(place.id(), 0).orElseThrow()))
          .isEqualTo(TEXT);
      assertThat(
              storage
                  .engine()
                  .<byte[]>read(
                      database ->
                          Objects.requireNonNull(
                              database.get(ColumnFamily.STORAGE, Schema.VERSION_KEY))))
          .isEqualTo(new RecordWriter().add(Schema.VERSION).bytes());
    }
  }

  private RocksDbStorage open(boolean compression) {
    return TestStorage.open(settings(compression), Notices.SILENT);
  }

  private Settings settings(boolean compression) {
    return Settings.of(
        Map.of(
            "database_path",
            directory.toString(),
            "enable_compression",
            compression,
            "store_budget",
            Duration.ofSeconds(20)));
  }

  private static void assertChunks(RocksDbStorage storage, long compressed, long plain) {
    assertThat(rows(storage, ColumnFamily.CHUNKS)).isEqualTo(compressed);
    assertThat(rows(storage, ColumnFamily.PLAIN_CHUNKS)).isEqualTo(plain);
  }

  private static long rows(RocksDbStorage storage, ColumnFamily family) {
    TestStorage.settle(storage);
    return storage.engine().read(database -> TestStorage.rows(database, family));
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
