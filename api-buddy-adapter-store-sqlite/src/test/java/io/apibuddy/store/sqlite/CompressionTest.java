package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.JavaProgram;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that content is compressed where that pays and comes back unchanged. */
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
  void contentIsStoredCompressedAndReadFromAnyOffset() throws IOException, SQLException {
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
  void byteBoundCountsTheCompressedSize() {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", JSON);
      PruneLimits limits = new PruneLimits(Instant.EPOCH, 100, JSON.length / 10, 10);

      assertThat(storage.responses().prune(limits).evicted()).isZero();
    }
  }

  @Test
  void chunkThatDoesNotShrinkIsStoredUncompressed() throws IOException, SQLException {
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
  void compressionCanBeSwitchedWhileTheStoreIsOpen() throws IOException, SQLException {
    try (Storage storage = TestStorage.open(file)) {
      storage.reconfigure(TestStorage.withoutCompression(file));
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
  void contentIsStoredUncompressedWithOneNoticeIfTheLibraryCannotBeLoaded() {
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
  void storedEntriesStayIfTheLibraryCannotBeLoaded() throws Exception {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", JSON);
    }

    List<String> command = JavaProgram.command(ReaderWithoutLibrary.class, file.toString());
    command.add(1, "-DZstdNativePath=" + directory.resolve("nowhere"));
    Process child =
        new ProcessBuilder(command).redirectError(directory.resolve("child.err").toFile()).start();
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      for (int call = 0; call < 2; call++) {
        assertThat(lines.readLine())
            .startsWith("IO a stored response cannot be decompressed: ")
            .contains("The directory for temporary files, " + System.getProperty("java.io.tmpdir"));
      }
      assertThat(lines.readLine()).isEqualTo("notices []");
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    try (Storage storage = TestStorage.open(file)) {
      assertThat(read(storage)).isEqualTo(JSON);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 300_000})
  void entryWithAValidChecksumStaysIfItCannotBeDecompressed(int length) throws SQLException {
    byte[] garbage = TestStorage.content("garbage", 500);
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", Arrays.copyOf(JSON, length));
    }
    long id = number("SELECT id FROM cache_entries");
    long checksum = new Chunk(garbage, Coding.ZSTD).checksum(id, 0);
    String values = "X'" + HexFormat.of().formatHex(garbage) + "', %s = " + checksum;
    TestStorage.change(
        file,
        "UPDATE cache_entries SET coding = 1, body = "
            + values.formatted("body_checksum")
            + " WHERE body IS NOT NULL");
    TestStorage.change(
        file,
        "UPDATE entry_chunks SET coding = 1, data = "
            + values.formatted("checksum")
            + " WHERE sequence = 0");

    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      EntryId entry = new EntryId(Long.toString(id));
      assertThatThrownBy(() -> storage.responses().body(entry, 0))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.IO));
      assertThat(storage.responses().stats(Instant.now())).containsOnlyKeys("a");
    }
    assertThat(notices.reported()).isEmpty();
    assertThat(number("SELECT count(*) FROM cache_entries")).isEqualTo(1);
  }

  @Test
  void invalidCompressedDataIsRefused() {
    byte[] small = Compression.compress(JSON);

    assertThat(Compression.decompress(small, JSON.length)).isEqualTo(JSON);
    assertRefused(small, JSON.length - 1);
    assertRefused(small, JSON.length + 1);
    assertRefused(Arrays.copyOf(small, small.length / 2), JSON.length);
    assertRefused(TestStorage.content("garbage", 500), 1000);
    assertRefused(new byte[0], 10);
  }

  private static void assertRefused(byte[] data, int length) {
    assertThatThrownBy(() -> Compression.decompress(data, length))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("a stored response cannot be decompressed: ");
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
