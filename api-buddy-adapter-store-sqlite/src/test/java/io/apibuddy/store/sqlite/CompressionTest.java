package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content is kept small where that pays, and comes back as it was. */
class CompressionTest {
  private static final byte[] JSON =
      "{\"model\":\"one\",\"tokens\":[1,2,3],\"text\":\"the same words again and again\"},"
          .repeat(4000)
          .getBytes(StandardCharsets.US_ASCII);
  private static final ResponseHead HEAD =
      new ResponseHead(200, Headers.of("Content-Type", "application/json"));

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("store.db");
  }

  @Test
  void contentIsKeptSmallerAndComesBackFromAnyOffset() throws IOException, SQLException {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", JSON);
    }

    try (Storage storage = TestStorage.open(file)) {
      StoredResponse entry = storage.responses().candidates(TestStorage.key("/x")).get(0);
      assertThat(entry.length()).isEqualTo(JSON.length);
      for (int offset : new int[] {0, 1, 65_535, 65_536, 200_000, JSON.length - 1}) {
        try (Body body = storage.responses().body(entry.id(), offset).orElseThrow()) {
          assertThat(
                  Arrays.equals(
                      body.stream().readAllBytes(), Arrays.copyOfRange(JSON, offset, JSON.length)))
              .as("from %d", offset)
              .isTrue();
        }
      }
      assertThat(storage.responses().stats(Instant.now()).get("a"))
          .isNotNull()
          .returns((long) JSON.length, StoreStats::bytes);
    }
    assertThat(number("SELECT sum(length(data)) FROM entry_chunks")).isLessThan(JSON.length / 10);
    assertThat(number("SELECT kept FROM cache_entries")).isLessThan(JSON.length / 10);
    assertThat(number("SELECT coding FROM cache_entries")).isEqualTo(1);
  }

  @Test
  void theBoundCountsWhatIsKept() {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", JSON);
      PruneLimits limits = new PruneLimits(Instant.EPOCH, 100, JSON.length / 10, 10);

      assertThat(storage.responses().prune(limits).evicted()).isZero();
    }
  }

  @Test
  void aChunkThatDoesNotShrinkIsKeptAsItIs() throws IOException, SQLException {
    byte[] mixed = TestStorage.content("/x", 200_000);
    System.arraycopy(JSON, 0, mixed, 65_536, 65_536);
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", mixed);
    }

    assertThat(number("SELECT count(*) FROM entry_chunks WHERE coding = 1")).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM entry_chunks WHERE coding = 0")).isEqualTo(3);
    try (Storage storage = TestStorage.open(file)) {
      assertThat(Arrays.equals(read(storage), mixed)).isTrue();
    }
  }

  @Test
  void itIsSwitchedWhileTheStoreIsOpen() throws IOException, SQLException {
    try (Storage storage = TestStorage.open(file)) {
      storage.reconfigure(
          Settings.of(Map.of("database_path", file.toString(), "enable_compression", false)));
      TestStorage.store(storage, "/x", JSON);
      assertThat(read(storage)).isEqualTo(JSON);
    }
    assertThat(number("SELECT sum(length(data)) FROM entry_chunks")).isEqualTo(JSON.length);

    try (Storage storage = TestStorage.open(file)) {
      assertThat(read(storage)).isEqualTo(JSON);
      TestStorage.store(storage, "/x", JSON);
      assertThat(read(storage)).isEqualTo(JSON);
    }
    assertThat(number("SELECT kept FROM cache_entries")).isLessThan(JSON.length / 10);
  }

  @Test
  void withoutItsLibraryContentIsKeptPlainWithOneNotice() {
    RecordingNotices notices = new RecordingNotices();
    AdapterContext context =
        new AdapterContext(Settings.NONE, InstantSource.system(), Ticker.system(), notices);
    Packer packer =
        new Packer(
            content -> {
              throw new UnsatisfiedLinkError("no zstd here");
            },
            true,
            new StoreNotices(context));

    for (int i = 0; i < 3; i++) {
      Chunk chunk = packer.pack(JSON, HEAD, JSON.length);
      assertThat(chunk.coding()).isEqualTo(Coding.PLAIN);
      assertThat(chunk.data()).isSameAs(JSON);
    }
    packer.close();
    assertThat(notices.reported())
        .singleElement()
        .satisfies(notice -> assertThat(notice.message()).contains("no zstd here"));
  }

  @Test
  void whatIsNotCompressedContentIsNothing() {
    byte[] small = Compression.compress(JSON);

    assertThat(Compression.decompress(small, JSON.length)).isEqualTo(JSON);
    assertThat(Compression.decompress(small, JSON.length - 1)).isNull();
    assertThat(Compression.decompress(small, JSON.length + 1)).isNull();
    assertThat(Compression.decompress(Arrays.copyOf(small, small.length / 2), JSON.length))
        .isNull();
    assertThat(Compression.decompress(TestStorage.content("garbage", 500), 1000)).isNull();
    assertThat(Compression.decompress(new byte[0], 10)).isNull();
  }

  private byte[] read(Storage storage) throws IOException {
    StoredResponse entry = storage.responses().candidates(TestStorage.key("/x")).get(0);
    try (Body body = storage.responses().body(entry.id(), 0).orElseThrow()) {
      return body.stream().readAllBytes();
    }
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(TestStorage.query(file, sql));
  }
}
