package com.example.files;

import io.apibuddy.ports.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The files of a directory. An entry is there if its head is; the head is written after the content
 * and deleted before it, so that a crash leaves content without a head at worst.
 */
final class EntryFiles {
  private static final String HEAD = ".head";
  private static final String BODY = ".body";

  private final Path directory;

  EntryFiles(Path directory) {
    this.directory = directory;
  }

  /** Returns the entries, oldest first, and deletes what a crash left; a damaged head is a miss. */
  List<Entry> load() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Set<String> known = new HashSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path head : files.filter(file -> file.toString().endsWith(HEAD)).toList()) {
        try {
          Entry entry = ChecksummedFile.read(head, Codec::entry);
          entries.add(entry);
          known.addAll(List.of(entry.number() + HEAD, entry.number() + BODY));
        } catch (IOException damaged) {
          // Deleted below with its content.
        }
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(file -> isEntrys(file) && !known.contains(name(file))).toList()) {
        Files.deleteIfExists(file);
      }
    }
    entries.sort((one, other) -> Long.compare(one.number(), other.number()));
    return entries;
  }

  private static boolean isEntrys(Path file) {
    String name = name(file);
    return name.endsWith(HEAD) || name.endsWith(BODY) || name.endsWith(".part");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  Path staged(long number) {
    return directory.resolve(number + BODY + ".part");
  }

  /** Makes staged content an entry. */
  void add(Path staged, Entry entry) throws IOException {
    Files.move(staged, body(entry), StandardCopyOption.ATOMIC_MOVE);
    change(entry);
  }

  void change(Entry entry) throws IOException {
    ChecksummedFile.write(directory.resolve(entry.number() + HEAD), out -> Codec.write(out, entry));
  }

  void delete(Entry entry) {
    try {
      Files.deleteIfExists(directory.resolve(entry.number() + HEAD));
      Files.deleteIfExists(body(entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens verified content; empty if it has gone or is damaged. An open file outlives its name, so
   * that a reader is not cut.
   */
  Optional<Body> open(Entry entry, long offset) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(body(entry));
    } catch (IOException gone) {
      return Optional.empty();
    }
    InputStream stream = Channels.newInputStream(channel);
    if (checksum(stream) != entry.checksum()) {
      channel.close();
      return Optional.empty();
    }
    channel.position(offset);
    return Optional.of(Body.Stream.of(stream, entry.response().length() - offset));
  }

  private static long checksum(InputStream content) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[65_536];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      crc.update(buffer, 0, read);
    }
    return crc.getValue();
  }

  private Path body(Entry entry) {
    return directory.resolve(entry.number() + BODY);
  }
}
