package io.apibuddy.store.sqlite;

import io.apibuddy.ports.time.Extremes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The clock for commit times: the wall clock, except that it never goes back. So the order of
 * commit times survives if the wall clock is set back. Safe for concurrent use.
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
