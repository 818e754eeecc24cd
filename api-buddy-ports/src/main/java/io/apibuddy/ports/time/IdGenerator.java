package io.apibuddy.ports.time;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Generates request identifiers. Safe for concurrent use. */
@FunctionalInterface
public interface IdGenerator {

  /** Returns a new identifier of letters and digits, unique for all practical purposes. */
  String next();

  /**
   * Returns a generator of 16 random hexadecimal digits. They are not cryptographically strong: use
   * them to identify, never to protect.
   */
  static IdGenerator random() {
    return () -> HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
