package io.apibuddy.bootstrap.killloop;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The counts of a kill loop. Safe for concurrent use. */
final class KillLoopCounts {
  final AtomicLong answers = new AtomicLong();
  final AtomicLong hits = new AtomicLong();
  final AtomicLong misses = new AtomicLong();
  final AtomicLong wrongBodies = new AtomicLong();
  final AtomicLong lostAnswers = new AtomicLong();
  final AtomicLong failedAnswers = new AtomicLong();
  final AtomicLong failedStarts = new AtomicLong();
  final AtomicLong integrityFailures = new AtomicLong();
  final AtomicLong reportedEntries = new AtomicLong();
  final AtomicLong readableEntries = new AtomicLong();
  final AtomicLong leftOver = new AtomicLong();
  final AtomicLong largestDirectory = new AtomicLong();

  /** Returns whether all invariants held. */
  boolean clean() {
    return wrongBodies.get() == 0
        && lostAnswers.get() == 0
        && failedAnswers.get() == 0
        && failedStarts.get() == 0
        && integrityFailures.get() == 0
        && leftOver.get() == 0
        && reportedEntries.get() == readableEntries.get();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "wrong bodies %d, failed starts %d, integrity failures %d, lost answers %d, failed answers"
            + " %d, answers %d, verified hits %d, misses %d, entries reported %d, readable %d, left over %d, largest data"
            + " directory %d MiB",
        wrongBodies.get(),
        failedStarts.get(),
        integrityFailures.get(),
        lostAnswers.get(),
        failedAnswers.get(),
        answers.get(),
        hits.get(),
        misses.get(),
        reportedEntries.get(),
        readableEntries.get(),
        leftOver.get(),
        largestDirectory.get() >> 20);
  }
}
