package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.StoreNotices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Opens the database anew when no write gets through any more: after a failure in the background
 * the engine refuses all writes until then. Lack of space is left to the engine, which recovers by
 * itself, as long as there is no room. An opening that fails is never tried again.
 */
final class Healing {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final long ROOM = 4L << 20;

  private final Path directory;
  private final Engine engine;
  private final WriteHealth health;
  private final StoreNotices notices;
  private final Engine.Reopening reopening;
  private boolean gaveUp;

  Healing(
      Path directory,
      Engine engine,
      WriteHealth health,
      StoreNotices notices,
      Engine.Reopening reopening) {
    this.directory = directory;
    this.engine = engine;
    this.health = health;
    this.notices = notices;
    this.reopening = reopening;
  }

  /** Opens the database anew if that is due; for use by one thread. */
  void step() {
    Kind trouble = health.brokenFor(PAUSE);
    if (gaveUp || trouble == null || (trouble == Kind.FULL && !hasRoom(directory))) {
      return;
    }
    try {
      engine.reopen(reopening);
      health.succeeded();
      notices.warn(
          "store-reopened",
          directory + " was opened anew, since no write got through for " + PAUSE + ".");
    } catch (StoreException e) {
      gaveUp = e.kind() != Kind.BUSY;
      if (gaveUp) {
        notices.warn(
            "store-gone",
            directory
                + " could not be opened anew and stays out of use until a restart: "
                + e.getMessage());
      }
    }
  }

  /** Looks at the nearest place that is there: the directory itself may have been deleted. */
  private static boolean hasRoom(Path directory) {
    Path place = directory;
    while (place != null && !Files.exists(place)) {
      place = place.getParent();
    }
    try {
      return place != null && Files.getFileStore(place).getUsableSpace() > ROOM;
    } catch (IOException unknown) {
      return false;
    }
  }
}
