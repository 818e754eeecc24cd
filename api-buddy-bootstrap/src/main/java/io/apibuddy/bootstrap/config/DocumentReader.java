package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the text of a configuration file. */
final class DocumentReader {
  /** The maximum size in bytes: more than any configuration needs, a guard against a wrong file. */
  static final int MAX_BYTES = 1 << 20;

  private DocumentReader() {}

  /**
   * Returns the text without a byte order mark; throws {@link ConfigurationException} if the file
   * cannot be read, is too long, empty or not UTF-8.
   */
  static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw refused(file, "is a directory, not a configuration file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw refused(file, "configuration file does not exist");
    } catch (AccessDeniedException e) {
      throw refused(file, "configuration file cannot be read: permission denied");
    } catch (IOException e) {
      throw refused(file, "configuration file cannot be read: " + e.getMessage());
    }
    if (bytes.length > MAX_BYTES) {
      throw refused(file, "is longer than 1 MiB: not a configuration file");
    }
    String text = decode(file, bytes);
    if (text.isBlank()) {
      throw refused(file, "configuration file is empty");
    }
    return text;
  }

  private static String decode(Path file, byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 4); i++) {
      if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) {
        throw refused(file, "is not UTF-8 (it looks like UTF-16): save it as UTF-8");
      }
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw refused(file, "is not UTF-8: save it as UTF-8");
    }
  }

  private static ConfigurationException refused(Path file, String message) {
    return new ConfigurationException(List.of(new Problem(file.toString(), "", message)));
  }
}
