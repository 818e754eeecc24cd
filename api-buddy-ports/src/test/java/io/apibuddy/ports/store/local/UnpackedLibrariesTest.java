package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLibrariesTest {
  private static final String NAME = "libengine.so";
  private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");

  @TempDir Path home;

  @Test
  void aLibraryIsUnpackedOnce() throws IOException {
    URL library = library("first.jar", "code");

    Path file = unpack(library);

    assertThat(file).hasContent("code");
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    assertThat(unpack(library)).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(LONG_AGO);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void unpackedLibraryIsAccessibleToItsOwnerOnly() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));

    Path file = unpack(library("a.jar", "code"));

    assertThat(permissions(file)).isEqualTo("rwx------");
    assertThat(permissions(file.resolveSibling("."))).isEqualTo("rwx------");
    assertThat(permissions(root())).isEqualTo("rwx------");
  }

  @Test
  void fileThatDiffersFromTheOneInTheJarIsReplaced() throws IOException {
    URL library = library("a.jar", "code");
    Path file = unpack(library);

    Files.writeString(file, "cod"); // as after a power cut
    assertThat(unpack(library)).hasContent("code");
    Files.writeString(file, "c0de");
    assertThat(unpack(library)).hasContent("code");
  }

  @Test
  void versionsAreUnpackedSideBySide() throws IOException {
    Path first = unpack(library("first.jar", "first"));
    Path second = unpack(library("second.jar", "second"));

    assertThat(first).hasContent("first");
    assertThat(second).hasContent("second");
  }

  @Test
  void newVersionRemovesMuchOlderVersions() throws IOException {
    Path first = unpack(library("first.jar", "first"));
    Path other = Files.writeString(first.resolveSibling("another.so"), "another engine's");
    Path old = unpack(library("old.jar", "old"));
    Files.setLastModifiedTime(old, FileTime.from(LONG_AGO));

    Path second = unpack(library("second.jar", "second"));

    assertThat(files()).containsExactlyInAnyOrder(first, other, second);
    assertThat(old.resolveSibling(".")).doesNotExist();
  }

  @Test
  void unfinishedFileLeftBehindByAProcessIsRemoved() throws IOException {
    URL library = library("a.jar", "code");
    Path file = unpack(library);
    Files.move(file, file.resolveSibling("123.part"));

    unpack(library);

    assertThat(files()).containsExactly(file);
  }

  @Test
  void nothingIsUnpackedWhereOthersMayWrite() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Files.createDirectory(root());
    Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(UnpackedLibraries.directoryOf(library("a.jar", "code"), NAME, root().toString()))
        .isNull();
    assertThat(files()).isEmpty();
  }

  @Test
  void nothingIsUnpackedIntoADirectoryOfAnotherUser() throws IOException {
    Files.createDirectory(root());
    try {
      Files.setOwner(
          root(),
          root().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    } catch (IOException | UnsupportedOperationException e) {
      abort("only a system's administrator gives directories away: " + e);
    }

    assertThat(UnpackedLibraries.directoryOf(library("a.jar", "code"), NAME, root().toString()))
        .isNull();
    assertThat(files()).isEmpty();
  }

  @Test
  void foreignDirectoryStays() throws IOException {
    Path foreign = Files.createDirectories(root().resolve("jni")).resolve(NAME);
    Files.writeString(foreign, "the system's");
    Files.setLastModifiedTime(foreign, FileTime.from(LONG_AGO));

    Path kept = unpack(library("a.jar", "code"));

    assertThat(files()).containsExactlyInAnyOrder(foreign, kept);
  }

  @Test
  void oldVersionThatCannotBeRemovedDoesNotPreventUnpacking() throws IOException {
    Path old = unpack(library("old.jar", "old"));
    Files.setLastModifiedTime(old, FileTime.from(LONG_AGO));
    Path beside = Files.writeString(old.resolveSibling("x"), "");

    Path kept = unpack(library("a.jar", "code"));

    assertThat(files()).containsExactlyInAnyOrder(beside, kept);
  }

  @Test
  void nothingIsUnpackedIntoAnInvalidPath() throws IOException {
    assertThat(UnpackedLibraries.directoryOf(library("a.jar", "code"), NAME, "\0")).isNull();
  }

  @Test
  void nothingIsUnpackedWithoutADirectory() throws IOException {
    URL library = library("a.jar", "code");
    Path noDirectory = Files.writeString(home.resolve("file"), "");

    assertThat(UnpackedLibraries.directoryOf(library, NAME, noDirectory.toString())).isNull();
    // No property is set here.
    assertThat(UnpackedLibraries.directoryOf(() -> library, NAME)).isNull();
  }

  @Test
  void libraryOutsideAJarIsNotUnpacked() throws IOException {
    Path file = Files.writeString(home.resolve(NAME), "code");

    assertThat(UnpackedLibraries.directoryOf(file.toUri().toURL(), NAME, root().toString()))
        .isNull();
  }

  private Path unpack(URL library) {
    Path directory = UnpackedLibraries.directoryOf(library, NAME, root().toString());
    return Objects.requireNonNull(directory).resolve(NAME);
  }

  private URL library(String jar, String code) throws IOException {
    Path file = home.resolve(jar);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry("native/x"));
      entries.write(code.getBytes(StandardCharsets.UTF_8));
    }
    return new URL("jar:" + file.toUri() + "!/native/x");
  }

  private Path root() {
    return home.resolve("libraries");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(root())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
