package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unpacking and loading an engine's native library. */
@Tag("any-jvm")
class EngineLibraryTest {
  @TempDir Path home;
  private Path temporary;
  private Path libraries;

  @BeforeEach
  void makeAPlaceForTemporaryFiles() throws IOException {
    temporary = Files.createDirectory(home.resolve("tmp"));
    libraries = home.resolve("cache/api-buddy/libraries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void nativeLibraryIsUnpackedOnceForAllStarts(String engine) throws Exception {
    try (ProxyProcess first = start(engine)) {
      first.kill();
    }
    Path library = library();
    FileTime unpacked = Files.getLastModifiedTime(library);
    try (ProxyProcess second = start(engine)) {
      Path mapped = Path.of("/proc", Long.toString(second.pid()), "maps");
      if (Files.isReadable(mapped)) {
        assertThat(mapped).content().contains(library.toRealPath().toString());
      }
      second.kill();
    }

    assertThat(library()).isEqualTo(library);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(unpacked);
    assertThat(temporary).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void damagedNativeLibraryIsUnpackedAgain(String engine) throws Exception {
    start(engine).close();
    Path library = library();
    byte[] whole = Files.readAllBytes(library);
    Files.write(library, new byte[whole.length]);

    start(engine).close();

    assertThat(library).hasBinaryContent(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void engineUnpacksItsOwnLibraryIfNoneCanBeKept(String engine) throws Exception {
    Files.createDirectories(libraries.getParent());
    Files.writeString(libraries, "no directory");

    start(engine).close();

    assertThat(libraries).hasContent("no directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void failureToLoadTheNativeLibraryNamesTheRemedy(String engine) throws Exception {
    Files.createDirectories(libraries.getParent());
    Files.writeString(libraries, "no directory");
    Files.delete(temporary);

    try (ProxyProcess refused = run(engine)) {
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.output())
          .containsPattern("api-buddy: .*'s native library cannot be loaded .* Set \\S+ to a");
    }
  }

  @Test
  void theDoctorFindsItBeforeThereIsAStore() throws Exception {
    Files.createDirectories(libraries.getParent());
    Files.writeString(libraries, "no directory");

    try (ProxyProcess doctor =
        run(
            "sqlite",
            List.of("-Dorg.sqlite.tmpdir=" + temporary.resolve("none")),
            List.of("doctor", "--map", "api=http://127.0.0.1:9"))) {
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(doctor.output())
          .containsPattern("FAIL  store: .*'s native library cannot be loaded .* Set \\S+ to a");
    }
    assertThat(temporary).isEmptyDirectory();
  }

  private ProxyProcess start(String engine) throws Exception {
    return run(engine).awaitStart();
  }

  private ProxyProcess run(String engine) throws IOException {
    return run(engine, List.of(), List.of("--map", "api=http://127.0.0.1:9", "--port", "0"));
  }

  private ProxyProcess run(String engine, List<String> options, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    all.add("-Djava.io.tmpdir=" + temporary);
    all.addAll(options);
    return ProxyProcess.run(
        home,
        ProxyProcess.classPathWithout(engine.equals("sqlite") ? "rocksdb" : "sqlite"),
        all,
        arguments);
  }

  private Path library() throws IOException {
    try (Stream<Path> all = Files.walk(libraries)) {
      return all.filter(Files::isRegularFile).reduce(EngineLibraryTest::only).orElseThrow();
    }
  }

  private static Path only(Path one, Path other) {
    throw new AssertionError("both " + one + " and " + other);
  }
}
