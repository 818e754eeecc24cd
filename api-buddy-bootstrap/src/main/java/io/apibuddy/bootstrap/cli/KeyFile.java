package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.AccessKeyGenerator;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.ports.store.local.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The file that keeps a generated access key, so that base URLs outlive a restart. It is below the
 * user's configuration directory (XDG Base Directory Specification), and only its owner can read
 * it.
 */
final class KeyFile implements Supplier<String> {
  private static final Set<StandardOpenOption> READ_OR_CREATE =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final int MAX_BYTES = 1_024;

  private final Path directory;
  private final Path file;

  KeyFile(Map<String, String> environment, String home) {
    this.directory = XdgDirectory.of(environment, "XDG_CONFIG_HOME", home, ".config");
    this.file = directory.resolve("key");
  }

  /** Returns the key in the file. If there is no file, it is created with a new key. */
  @Override
  public String get() {
    try {
      Files.createDirectories(directory, OwnerOnly.directory());
      try (FileChannel channel = FileChannel.open(file, READ_OR_CREATE, OwnerOnly.file())) {
        FileLock unused = channel.lock(); // two starts at the same time generate one key
        requireOwnerOnly();
        return channel.size() == 0 ? write(channel) : read(channel);
      }
    } catch (IOException e) {
      throw refused(
          "cannot be read or stored ("
              + e
              + "); set XDG_CONFIG_HOME to a directory that can be written to, or set"
              + " security.secure_key");
    }
  }

  private static String write(FileChannel channel) throws IOException {
    String key = AccessKeyGenerator.next();
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(key + '\n');
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
    return key;
  }

  private String read(FileChannel channel) throws IOException {
    byte[] bytes = Channels.newInputStream(channel).readNBytes(MAX_BYTES);
    String key = new String(bytes, StandardCharsets.US_ASCII).strip();
    if (!AccessKey.isWellFormed(key)) {
      throw refused("is malformed; delete the file to generate a new one");
    }
    return key;
  }

  private void requireOwnerOnly() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    if (view.readAttributes().permissions().stream().anyMatch(KeyFile::isForOthers)) {
      throw refused(
          "can be read by others; chmod 600 the file, or delete it to generate a new one; where the"
              + " file system keeps no permissions, set XDG_CONFIG_HOME to a directory elsewhere, or"
              + " set security.secure_key");
    }
  }

  private static boolean isForOthers(PosixFilePermission permission) {
    return !permission.name().startsWith("OWNER_");
  }

  private ConfigurationException refused(String why) {
    return new ConfigurationException("the access key in " + file + " " + why);
  }
}
