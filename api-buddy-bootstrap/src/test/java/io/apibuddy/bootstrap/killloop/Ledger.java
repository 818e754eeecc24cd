package io.apibuddy.bootstrap.killloop;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records the answers that clients have got, and so those that the store owes. Safe for concurrent
 * use.
 */
final class Ledger {
  private static final long SAFE_AFTER = Duration.ofSeconds(1).toNanos();

  /** How much of a time without answers counts, since a stalled product stores nothing. */
  private static final long STANDSTILL = Duration.ofMillis(50).toNanos();

  private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();
  private long run;
  private long looked = System.nanoTime();

  /**
   * A version of an answer, and the nanoseconds from the start until a client first had it whole.
   */
  private record Answer(long version, long at) {}

  /** Records that a client has a complete answer. */
  void answered(int number, long version) {
    Answer now = new Answer(version, now());
    answers.merge(number, now, (old, next) -> old.version() < version ? next : old);
  }

  /** To be called after a clean stop: everything is owed. */
  void settle() {
    answers.replaceAll((number, answer) -> new Answer(answer.version(), Long.MIN_VALUE));
  }

  /** To be called right after a kill: answers younger than a second may be lost. */
  void killed() {
    long youngest = now() - SAFE_AFTER;
    answers.values().removeIf(answer -> answer.at() > youngest);
  }

  /** To be called after a run with narrow bounds: anything may be evicted. */
  void forget() {
    answers.clear();
  }

  /** Returns the oldest version of a number that a hit may have; 0 if a miss is allowed. */
  long owed(int number) {
    Answer answer = answers.get(number);
    return answer == null ? 0 : answer.version();
  }

  private synchronized long now() {
    long now = System.nanoTime();
    run += Math.min(now - looked, STANDSTILL);
    looked = now;
    return run;
  }
}
