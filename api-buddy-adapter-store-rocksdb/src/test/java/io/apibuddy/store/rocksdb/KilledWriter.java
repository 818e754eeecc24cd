package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.store.Storage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Stores entries until it is killed and says so of each; ends by itself after a while. */
final class KilledWriter {
  private static final int MOST = 20_000;
  private static final int[] SIZES = {1, 100, 1000, 10_000, 65_536, 64, 250_000, 5000};

  private KilledWriter() {}

  static String target(int number) {
    return "/" + number;
  }

  static byte[] content(int number) {
    return Entries.content(SIZES[number % SIZES.length], number);
  }

  /** Writes to the directory named by the first argument. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    try (Storage storage = TestStorage.open(Path.of(arguments[0]))) {
      for (int number = 0; number < MOST; number++) {
        TestStorage.store(storage, "a", target(number), content(number));
        out.println(number);
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
  }
}
