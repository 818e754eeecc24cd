package com.example.files;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.Penalty;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.store.local.QuarantinePath;
import io.apibuddy.ports.store.local.StoreLock;
import io.apibuddy.ports.store.local.ThrottleChange;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One directory: the responses' files, and the file {@code books} for the rest. */
final class FilesStorage implements Storage {
  private static final String BOOKS = "books";

  private final Guard guard = new Guard();
  private final Books books = new Books(guard);
  private final Map<String, ThrottleSnapshot> throttles = new HashMap<>();
  private final byte[] secret = new byte[32];
  private final Path directory;
  private final StoreLock lock;
  private final LocalThrottleLedger throttle;
  private final FilesResponseStore responses;
  private volatile Future<?> rounds = CompletableFuture.completedFuture(null);
  private long savedNumber;
  private final ScheduledExecutorService saving =
      Executors.newSingleThreadScheduledExecutor(
          task -> PlatformThreads.daemon("files-store", task));

  private FilesStorage(Path directory, StoreLock lock, AdapterContext context) throws IOException {
    this.directory = directory;
    this.lock = lock;
    new SecureRandom().nextBytes(secret);
    long lastNumber = loadOrMoveAside(context);
    this.throttle =
        new LocalThrottleLedger(guard::requireOpen, throttles, context.clock(), context.ticker());
    // More than is assigned between two saves, so that no name is reused after a crash.
    this.responses =
        new FilesResponseStore(
            guard, new EntryFiles(directory), context.clock(), lastNumber + 1_000_000);
    save();
  }

  /** Damaged books lose counts but no responses, and are kept for inspection. */
  private long loadOrMoveAside(AdapterContext context) throws IOException {
    Path file = directory.resolve(BOOKS);
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      return ChecksummedFile.read(file, this::load);
    } catch (IOException damaged) {
      Path aside = QuarantinePath.beside(file, context.clock().instant());
      Files.move(file, aside);
      context
          .notices()
          .report(
              new Notice(
                  Notice.Level.WARNING,
                  Notice.Source.STORE,
                  "store-corrupt",
                  file + " is damaged; it was moved to " + aside + " and counts begin anew"));
      return context.clock().instant().toEpochMilli();
    }
  }

  static FilesStorage open(Path directory, Duration interval, AdapterContext context) {
    try {
      Files.createDirectories(directory);
      StoreLock lock = StoreLock.take(directory, directory.resolve("lock"), "directory");
      FilesStorage storage = locked(directory, lock, context);
      storage.saveEvery(interval);
      return storage;
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          "cannot use the directory " + directory + " (" + e + "); set cache.database_path",
          e);
    }
  }

  /** Opens the locked directory, and unlocks it on failure. */
  private static FilesStorage locked(Path directory, StoreLock lock, AdapterContext context)
      throws IOException {
    try {
      return new FilesStorage(directory, lock, context);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void saveEvery(Duration interval) {
    long nanos = interval.toNanos();
    rounds = saving.scheduleWithFixedDelay(this::saveIfChanged, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void saveIfChanged() {
    try {
      guard.locked(
          () -> {
            boolean attempts = takeAttempts();
            boolean counted = books.takeChanged();
            if (attempts || counted || responses.lastNumber() != savedNumber) {
              save();
            }
            return null;
          });
    } catch (StoreException e) {
      // The next save, or closing, saves all of it.
    }
  }

  private boolean takeAttempts() {
    List<ThrottleChange> changes = throttle.takeUnwritten();
    for (ThrottleChange change : changes) {
      if (change.isDeletion()) {
        throttles.remove(change.domain());
      } else {
        throttles.put(change.domain(), change.snapshot());
      }
    }
    return !changes.isEmpty();
  }

  private void save() throws IOException {
    ChecksummedFile.write(directory.resolve(BOOKS), this::write);
    savedNumber = responses.lastNumber();
  }

  private void write(DataOutput out) throws IOException {
    out.write(secret);
    out.writeLong(responses.lastNumber());
    out.writeInt(throttles.size());
    for (Map.Entry<String, ThrottleSnapshot> domain : throttles.entrySet()) {
      ThrottleSnapshot snapshot = domain.getValue();
      Codec.text(out, domain.getKey());
      out.writeInt(snapshot.attempts().size());
      for (Instant attempt : snapshot.attempts()) {
        Codec.instant(out, attempt);
      }
      out.writeLong(snapshot.penalty().length().toNanos());
      Codec.instant(out, snapshot.penalty().since());
      Codec.instant(out, snapshot.penalty().waitUntil());
      out.writeBoolean(snapshot.penalty().announced());
    }
    out.writeInt(books.minutes.size());
    for (MetricsRow row : books.minutes.values()) {
      Codec.instant(out, row.minute());
      Codec.text(out, row.domain());
      Codec.text(out, row.method());
      Codec.text(out, row.outcome());
      out.writeInt(row.statusClass());
      out.writeLong(row.count());
      out.writeLong(row.responseBytes());
      out.writeLong(row.durationMillis());
    }
    out.writeInt(books.revisions.size());
    for (ConfigRevision revision : books.revisions) {
      out.writeLong(revision.number());
      Codec.instant(out, revision.at());
      Codec.text(out, revision.author());
      Codec.text(out, revision.document());
    }
  }

  /** Returns the last number that was assigned. */
  private long load(DataInput in) throws IOException {
    in.readFully(secret);
    long lastNumber = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      throttles.put(Codec.text(in), throttle(in));
    }
    List<MetricsRow> rows = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      rows.add(
          new MetricsRow(
              Codec.instant(in),
              Codec.text(in),
              Codec.text(in),
              Codec.text(in),
              in.readInt(),
              in.readLong(),
              in.readLong(),
              in.readLong()));
    }
    books.append(rows);
    for (int left = in.readInt(); left > 0; left--) {
      books.revisions.add(
          new ConfigRevision(in.readLong(), Codec.instant(in), Codec.text(in), Codec.text(in)));
    }
    return lastNumber;
  }

  private static ThrottleSnapshot throttle(DataInput in) throws IOException {
    List<Instant> attempts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      attempts.add(Codec.instant(in));
    }
    Duration length = Duration.ofNanos(in.readLong());
    return new ThrottleSnapshot(
        attempts, new Penalty(length, Codec.instant(in), Codec.instant(in), in.readBoolean()));
  }

  @Override
  public ResponseStore responses() {
    return responses;
  }

  @Override
  public ThrottleLedger throttle() {
    return throttle;
  }

  @Override
  public MetricsJournal metrics() {
    return books;
  }

  @Override
  public ConfigHistory configHistory() {
    return books;
  }

  @Override
  public byte[] secret() {
    guard.requireOpen();
    return secret.clone();
  }

  @Override
  public void reconfigure(Settings settings) {
    guard.requireOpen();
    String path = settings.text("database_path", directory.toString());
    if (!Path.of(path).equals(directory)) {
      throw new IllegalArgumentException(
          "database_path: cannot change while the storage is open; restart to use " + path);
    }
  }

  @Override
  public void close() {
    rounds.cancel(false);
    saving.shutdown();
    guard.close(
        () -> {
          try (lock) {
            takeAttempts();
            save();
          } catch (IOException e) {
            // The next start continues from the last save.
          }
        });
  }
}
