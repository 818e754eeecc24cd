package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.RecordWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how a directory is opened that is in use, damaged, foreign or of another version. */
class DirectoryTest {
  @TempDir Path parent;
  private final RecordingNotices notices = new RecordingNotices();
  private Path directory = Path.of("");

  @BeforeEach
  void choose() {
    directory = parent.resolve("store");
  }

  @Test
  void secondOpenIsRefusedNamingTheOwningProcess() {
    try (Storage first = TestStorage.open(directory)) {
      assertRefused(
          StoreException.Kind.LOCKED,
          directory.toString(),
          " process " + ProcessHandle.current().pid() + ".");
      TestStorage.store(first, "a", "/x", new byte[10]);
    }
    TestStorage.open(directory).close();
  }

  @Test
  void openingThatAnErrorEndsReleasesTheLock() {
    assertThatThrownBy(
            () ->
                TestStorage.open(
                    TestStorage.settings(directory),
                    notices,
                    () -> {
                      throw new NoClassDefFoundError("missing");
                    }))
        .isInstanceOf(NoClassDefFoundError.class);
    TestStorage.open(directory).close();
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefusedAndStays() throws IOException {
    Files.writeString(directory, "precious");

    assertRefused(StoreException.Kind.UNUSABLE, directory.toString(), "database_path");
    assertThat(directory).hasContent("precious");
  }

  @Test
  void directoryWithForeignFilesIsRefusedAndStays() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("thesis.txt"), "precious");

    assertRefused(StoreException.Kind.UNUSABLE, directory.toString(), "database_path");
    assertThat(files(directory)).containsExactly("thesis.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOG", "20261128.log", "LOCK"})
  void fileNamesThatOtherProgramsUseTooDoNotMakeADirectoryAStore(String name) throws IOException {
    Path file = Files.createDirectory(directory).resolve(name);
    Files.writeString(file, "precious");
    assertRefused(StoreException.Kind.UNUSABLE, "contains files of another program");
    assertThat(file).hasContent("precious");
    assertThat(directory.toFile().list()).containsExactly(name);
  }

  @Test
  void emptyDirectoryIsUsedAndMissingParentsAreCreated() throws IOException {
    Files.createDirectory(directory);
    TestStorage.open(directory).close();
    TestStorage.open(parent.resolve("x/y/z")).close();

    assertThat(parent.resolve("x/y/z/CURRENT")).exists();
  }

  @Test
  void storeWithoutCurrentFileIsMovedAsideUnchanged() throws IOException {
    fill();
    Files.delete(directory.resolve("CURRENT"));

    assertStartsEmptyWithOneWarning();
    Path aside = aside();
    assertThat(files(aside)).anyMatch(name -> name.startsWith("MANIFEST-"));
    assertThat(files(aside)).anyMatch(name -> name.endsWith(".sst"));
  }

  @Test
  void aStoreWithoutItsManifestIsMovedAside() throws IOException {
    fill();
    Files.delete(directory.resolve(manifest()));

    assertStartsEmptyWithOneWarning();
    assertThat(files(aside())).contains("CURRENT").anyMatch(name -> name.endsWith(".sst"));
  }

  @Test
  void aStoreWithADamagedManifestIsMovedAside() throws IOException {
    fill();
    String manifest = manifest();
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve(manifest).toFile(), "rw")) {
      file.setLength(50);
    }

    assertStartsEmptyWithOneWarning();
    assertThat(files(aside())).contains(manifest, "CURRENT");
  }

  @Test
  void aStoreOfALaterSchemaIsRefusedAndStays() throws Exception {
    fill();
    try (Database database = TestStorage.database(directory);
        Batch batch = database.batch()) {
      batch.put(ColumnFamily.STORAGE, Schema.VERSION_KEY, new RecordWriter().add(9999L).bytes());
      batch.write(Duration.ofSeconds(10));
      database.flush();
    }
    List<String> before = data();

    assertRefused(StoreException.Kind.INCOMPATIBLE, "9999", "version " + Schema.VERSION);
    assertRefused(StoreException.Kind.INCOMPATIBLE, "9999", "version " + Schema.VERSION);
    assertThat(data()).isEqualTo(before);
    assertThat(notices.reported()).isEmpty();
  }

  @Test
  void aStoreWhoseFirstOpeningWasInterruptedIsUsed() throws Exception {
    TestStorage.database(directory).close();

    fill();
    assertThat(notices.reported()).isEmpty();
    try (Storage storage = TestStorage.open(directory, notices)) {
      assertThat(storage.responses().candidates(Entries.key("a", "/x"))).hasSize(1);
    }
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndStays() throws Exception {
    try (Database database = TestStorage.database(directory);
        Batch batch = database.batch()) {
      batch.put(ColumnFamily.STORAGE, new byte[] {1}, new byte[] {2});
      batch.write(Duration.ofSeconds(10));
      database.flush();
    }
    List<String> before = data();

    assertRefused(StoreException.Kind.INCOMPATIBLE, directory + " has no schema");
    assertThat(data()).containsAll(before); // and the file by which it was locked
  }

  @Test
  void aPathThatTheLibraryWouldSpellInAnotherWayIsRefused() throws IOException {
    directory = parent.resolve("store\uD83D\uDE00");

    assertThatThrownBy(() -> TestStorage.open(directory, notices).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("database_path")
        .hasMessageContaining(directory.toString());
    assertThat(files(parent)).isEmpty();
  }

  private String manifest() throws IOException {
    return files(directory).stream()
        .filter(name -> name.startsWith("MANIFEST-"))
        .findFirst()
        .orElseThrow();
  }

  private void fill() {
    try (Storage storage = TestStorage.open(directory)) {
      TestStorage.store(storage, "a", "/x", Entries.content(100_000, 1));
    }
  }

  private void assertRefused(StoreException.Kind kind, String... parts) {
    assertThatThrownBy(() -> TestStorage.open(directory, notices).close())
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.getMessage()).contains(parts);
            });
  }

  private void assertStartsEmptyWithOneWarning() {
    try (Storage storage = TestStorage.open(directory, notices)) {
      assertThat(storage.responses().candidates(Entries.key("a", "/x"))).isEmpty();
      TestStorage.store(storage, "a", "/new", new byte[10]);
    }
    try (Storage storage = TestStorage.open(directory, notices)) {
      assertThat(storage.responses().candidates(Entries.key("a", "/new"))).hasSize(1);
    }
    assertThat(notices.codes()).containsExactly("store-corrupt");
  }

  private Path aside() throws IOException {
    try (Stream<Path> paths = Files.list(parent)) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith("store.corrupt-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> files(Path place) throws IOException {
    try (Stream<Path> paths = Files.list(place)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> data() throws IOException {
    return files(directory).stream().filter(name -> !name.startsWith("LOG")).toList();
  }
}
