package io.apibuddy.ports.contract;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.time.Ticker;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that stores entries until it is killed and prints the number of each; it ends by itself
 * after a while. Every other entry is a recording. A few of the rest it removes again, for good,
 * before it prints the next number.
 */
public final class KilledWriter {
  private static final int MOST = 20_000;
  private static final int REMOVED = 7; // of each 10 entries
  private static final int[] SIZES = {1, 100, 1000, 10_000, 64, 1000, 65_536, 5000, 250_000};

  private KilledWriter() {}

  /** Returns the command line that runs it. */
  public static List<String> command(Class<? extends StorageProvider> provider, Path place) {
    return JavaProgram.command(KilledWriter.class, provider.getName(), place.toString());
  }

  /** Returns the key of an entry. */
  public static CacheKey key(int number) {
    return Entries.key("a", "/" + number);
  }

  /** Returns the content of an entry. */
  public static byte[] content(int number) {
    return Entries.content(SIZES[number % SIZES.length], number);
  }

  /** Returns whether an entry is removed once the next one is stored. */
  static boolean isRemoved(int number) {
    return number % 10 == REMOVED;
  }

  /** Returns whether an entry is a recording. */
  static boolean isRecorded(int number) {
    return number % 2 == 0;
  }

  /** Opens a storage with bounds that are never reached and a long budget for a busy machine. */
  static Storage open(StorageProvider provider, Path place, Notices notices) {
    return provider.open(
        new AdapterContext(
            LargeStoreSettings.at(place), InstantSource.system(), Ticker.system(), notices));
  }

  /** Writes with the provider named by the first argument to the place named by the second. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    System.setOut(System.err); // so that output of the engine is not taken for a number
    StorageProvider provider =
        Class.forName(arguments[0])
            .asSubclass(StorageProvider.class)
            .getConstructor()
            .newInstance();
    try (Storage storage = open(provider, Path.of(arguments[1]), Notices.SILENT)) {
      for (int number = 0; number < MOST; number++) {
        store(storage, number);
        if (isRemoved(number - 1)) {
          CacheKey former = key(number - 1);
          storage
              .responses()
              .removeDurably(
                  new EntrySelector.ByTarget(former.domain(), former.method(), former.target()));
        }
        out.println(number);
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
  }

  private static void store(Storage storage, int number) {
    DraftBuilder draft = DraftBuilder.draft(key(number)).respondedAt(Instant.now());
    EntryDraft begun = isRecorded(number) ? draft.pinned().build() : draft.build();
    try (EntryWriter writer = storage.responses().begin(begun)) {
      writer.write(ByteBuffer.wrap(content(number)));
      writer.commit(EntryCompletion.PLAIN);
    }
  }
}
