package io.apibuddy.domain.throttle;

import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.domain.explain.ThrottleStatus;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleState;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.time.Extremes;
import io.apibuddy.ports.time.Pause;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an attempt to ask an upstream may be made now, after a wait, or not. Ask it
 * before each attempt and tell it of each answer; hits do not concern it. Safe for concurrent use.
 */
public final class Throttle {
  /** The longest time after which a waiting request checks whether it still has to wait. */
  private static final Duration MAX_SLEEP = Duration.ofSeconds(1);

  private final GuardedLedger ledger;
  private final ThrottleClock clock;
  private final UpstreamPauses pauses;
  private final Pause pause;

  /**
   * Creates a throttle.
   *
   * @param ledger counts attempts
   * @param notices reports failures of the ledger
   * @param wallClock read at the start, and to interpret what upstreams announce
   * @param pause lets a thread wait
   */
  public Throttle(
      ThrottleLedger ledger,
      StoreNotices notices,
      InstantSource wallClock,
      Ticker ticker,
      Pause pause) {
    this.ledger = new GuardedLedger(ledger, notices);
    this.clock = new ThrottleClock(wallClock, ticker);
    this.pauses = new UpstreamPauses(wallClock, this.ledger, clock.now());
    this.pause = pause;
  }

  /**
   * Counts an attempt on behalf of a client, after waiting for its turn if necessary.
   *
   * @throws ThrottledException if it may not be made within the mapping's {@code maxWait}; it was
   *     not counted
   * @throws InterruptedException if the thread was interrupted while it waited; it was not counted
   */
  public void admit(Attempt attempt) throws InterruptedException {
    if (!attempt.mayWait()) {
      require(tryPass(attempt, attempt.rules().penaltyRule()));
    } else if (!attempt.line().isClear(clock) || tryPass(attempt, patientRule(attempt)) != null) {
      require(waitAndPass(attempt));
    }
  }

  /**
   * Counts an attempt on behalf of a client if it may be made at once and overtakes no waiting
   * request. Never waits.
   *
   * @return false if {@link #admit} has to be called; the attempt was not counted and is no
   *     violation
   */
  public boolean admitAtOnce(Attempt attempt) {
    return attempt.line().isClear(clock) && tryPass(attempt, patientRule(attempt)) == null;
  }

  /**
   * Counts an attempt that no client waits for, if it may be made at once and overtakes no waiting
   * request. A refusal is no violation. Never waits.
   *
   * @throws ThrottledException if it may not be made now; it was not counted
   */
  public void admitInBackground(Attempt attempt) {
    require(
        attempt.line().isClear(clock) ? tryPass(attempt, patientRule(attempt)) : lineFull(attempt));
  }

  /**
   * Evaluates what an answer says about further attempts: at once if its fields say it, otherwise
   * once its content has been read.
   *
   * @return the answer to read, which closes the given one
   */
  public UpstreamResponse observe(Attempt attempt, UpstreamResponse answer) {
    return attempt.rules().respectUpstream()
        ? pauses.observe(attempt, answer, clock.now())
        : answer;
  }

  /**
   * Returns the state of a mapping's limits. Changes nothing.
   *
   * @param upstream the origin that the mapping leads to
   */
  public ThrottleStatus status(
      String alias, String upstream, ThrottleConfiguration rules, WaitingLine line) {
    Instant now = clock.now();
    ThrottleState state = ledger.state(alias, rules.limits(), now);
    Duration paused =
        rules.respectUpstream()
            ? pauses.longestRemaining(alias, upstream, rules.maxPause(), now)
            : Duration.ZERO;
    Duration penalty = Extremes.min(state.penalty(), rules.penaltyRule().maximum());
    return new ThrottleStatus(rules.limits(), state.used(), penalty, paused, line.waiting());
  }

  /**
   * Forgets a mapping's attempts, its penalty and the pauses that its upstream asked for. Requests
   * that wait for them continue within a second.
   */
  public void reset(String alias) {
    ledger.reset(alias);
    pauses.reset(alias);
  }

  private static void require(@Nullable Refusal refusal) {
    if (refusal != null) {
      throw new ThrottledException(refusal);
    }
  }

  private static PenaltyRule patientRule(Attempt attempt) {
    return attempt.rules().penaltyRule().forPatient();
  }

  /** Counts the attempt and returns null, or returns the refusal. */
  private @Nullable Refusal tryPass(Attempt attempt, PenaltyRule rule) {
    Instant now = clock.now();
    Duration paused = remainingPause(attempt, now);
    if (!paused.isZero()) {
      return new Refusal.UpstreamPaused(paused);
    }
    List<RateLimit> limits = attempt.rules().limits();
    if (!limits.isEmpty()
        && ledger.tryAcquire(attempt.alias(), limits, rule, now)
            instanceof ThrottleDecision.Refused refused) {
      RateLimit tightest = tightest(limits, ledger.state(attempt.alias(), limits, now).used());
      return new Refusal.LimitReached(tightest, limits, refused.penalty(), refused.retryAfter());
    }
    return null;
  }

  private static RateLimit tightest(List<RateLimit> limits, List<Long> used) {
    int tightest = 0;
    for (int i = 1; i < limits.size(); i++) {
      long more =
          limits.get(i).requests()
              - used.get(i)
              - (limits.get(tightest).requests() - used.get(tightest));
      boolean longer = limits.get(i).window().compareTo(limits.get(tightest).window()) > 0;
      tightest = more < 0 || (more == 0 && longer) ? i : tightest;
    }
    return limits.get(tightest);
  }

  private @Nullable Refusal waitAndPass(Attempt attempt) throws InterruptedException {
    Instant now = clock.now();
    Instant deadline = now.plus(attempt.rules().maxWait());
    WaitingLine line = attempt.line();
    Duration paused = remainingPause(attempt, now);
    if (now.plus(paused).isAfter(deadline) || (!paused.isZero() && !line.hasRoomAside())) {
      return new Refusal.UpstreamPaused(paused);
    }
    WaitingLine.Waiter waiter = line.enter();
    if (waiter == null) {
      return paused.isZero() ? lineFull(attempt) : new Refusal.UpstreamPaused(paused);
    }
    try {
      Refusal refusal;
      do {
        refusal = awaitEndOfPause(attempt, waiter, deadline);
        if (refusal != null) {
          return refusal;
        }
        refusal = passInTurn(attempt, waiter, deadline);
      } while (refusal instanceof Refusal.UpstreamPaused);
      return refusal;
    } finally {
      line.leave(waiter);
    }
  }

  /** Waits for the end of a pause. Others go on: the pause may be for one credential only. */
  private @Nullable Refusal awaitEndOfPause(
      Attempt attempt, WaitingLine.Waiter waiter, Instant deadline) throws InterruptedException {
    WaitingLine line = attempt.line();
    while (true) {
      Instant now = clock.now();
      Duration left = remainingPause(attempt, now);
      if (left.isZero()) {
        line.stepBack(waiter);
        return null;
      }
      Instant end = now.plus(left);
      if (end.isAfter(deadline)) {
        return new Refusal.UpstreamPaused(left);
      }
      line.stepAside(waiter, end);
      if (line.isEmpty()) {
        line.expectFreePlaceAt(end, now);
      }
      pauseFor(left);
    }
  }

  /**
   * Waits in line, then for the limit. As the head, tries again after each wait, unless a request
   * ahead of it has come back from a pause.
   */
  private @Nullable Refusal passInTurn(Attempt attempt, WaitingLine.Waiter waiter, Instant deadline)
      throws InterruptedException {
    WaitingLine line = attempt.line();
    while (line.awaitTurn(waiter, Duration.between(clock.now(), deadline), clock)) {
      try {
        Refusal refusal = tryPass(attempt, patientRule(attempt));
        if (!(refusal instanceof Refusal.LimitReached)) {
          return refusal;
        }
        Instant now = clock.now();
        Instant free = now.plus(refusal.retryAfter());
        if (free.isAfter(deadline)) {
          return tryPass(attempt, attempt.rules().penaltyRule());
        }
        line.expectFreePlaceAt(free, now);
        awaitRoom(refusal.retryAfter());
      } finally {
        line.endTurn();
      }
    }
    return tryPass(attempt, attempt.rules().penaltyRule());
  }

  private void awaitRoom(Duration left) throws InterruptedException {
    pauseFor(left);
  }

  /** Waits for a part of {@code left}, since a {@link #reset} may end the reason to wait. */
  private void pauseFor(Duration left) throws InterruptedException {
    pause.pause(Extremes.min(left, MAX_SLEEP));
  }

  private Refusal lineFull(Attempt attempt) {
    return attempt.line().full(clock.now());
  }

  private Duration remainingPause(Attempt attempt, Instant now) {
    return attempt.rules().respectUpstream() ? pauses.remaining(attempt, now) : Duration.ZERO;
  }
}
