package io.apibuddy.store.sqlite;

import io.apibuddy.ports.time.Extremes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says when entries are committed: by the wall clock, but never earlier than the one before, so
 * that their times keep their order when that clock is set back. Safe for concurrent use.
 */
final class CommitClock implements InstantSource {
  private final InstantSource wall;
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

  CommitClock(InstantSource wall) {
    this.wall = wall;
  }

  @Override
  public Instant instant() {
    return latest.accumulateAndGet(wall.instant(), Extremes::max);
  }
}
