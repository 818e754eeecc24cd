package io.apibuddy.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.apibuddy.domain.Background;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.contract.RecordingPause;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Limits, penalties, waiting and refusals. */
class ThrottleTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final ManualTicker ticker = new ManualTicker();
  private final RecordingNotices notices = new RecordingNotices();
  private final RecordingPause pause = new RecordingPause(ticker::advance);
  private final Throttle throttle = throttle(pause);

  private Throttle throttle(Pause waiting) {
    return throttle(new LocalThrottleLedger(() -> {}), waiting);
  }

  private Throttle throttle(ThrottleLedger ledger, Pause waiting) {
    return new Throttle(ledger, new StoreNotices(notices, ticker), clock, ticker, waiting);
  }

  private void passes(Attempts attempts) throws InterruptedException {
    throttle.admit(attempts.once());
  }

  private Duration waited() {
    return pause.pauses().stream().reduce(Duration.ZERO, Duration::plus);
  }

  private Refusal refusal(Attempts attempts) throws InterruptedException {
    try {
      throttle.admit(attempts.once());
    } catch (ThrottledException e) {
      return e.refusal();
    }
    throw new AssertionError("it passed");
  }

  @Test
  void requestsUpToTheLimitPass() throws Exception {
    Attempts three = Attempts.perSecond(3);
    for (int i = 0; i < 3; i++) {
      passes(three);
    }

    RateLimit limit = new RateLimit(3, SECOND);
    assertThat(refusal(three))
        .isEqualTo(new Refusal.LimitReached(limit, List.of(limit), Duration.ZERO, SECOND));
    ticker.advance(SECOND);
    passes(three);
    assertThat(pause.pauses()).isEmpty();
  }

  @Test
  void penaltyIsNotShownOnceTheRulesHaveNone() throws Exception {
    RateLimit limit = new RateLimit(1, MINUTE);
    Attempts one = Attempts.of(ThrottleConfiguration.DEFAULT.withLimits(limit));
    passes(one);
    assertThat(refusal(one)).isInstanceOf(Refusal.LimitReached.class);

    assertThat(penaltyShown(one)).isEqualTo(SECOND);
    assertThat(penaltyShown(Attempts.perSecond(1))).isZero();
    assertThat(penaltyShown(one.under(one.rules().withLimits()))).isZero();
  }

  private Duration penaltyShown(Attempts attempts) {
    return throttle.status("api", attempts.upstream(), attempts.rules(), attempts.line()).penalty();
  }

  @Test
  void refusalNamesTheLimitWithTheLeastRoom() throws Exception {
    RateLimit perSecond = new RateLimit(2, SECOND);
    RateLimit perMinute = new RateLimit(3, MINUTE);
    Attempts both = Attempts.of(ThrottleConfiguration.DEFAULT.withLimits(perSecond, perMinute));
    passes(both);
    passes(both);
    assertThat(refusal(both))
        .asInstanceOf(type(Refusal.LimitReached.class))
        .returns(perSecond, Refusal.LimitReached::limit);
    ticker.advance(SECOND);
    passes(both);

    assertThat(refusal(both))
        .asInstanceOf(type(Refusal.LimitReached.class))
        .returns(perMinute, Refusal.LimitReached::limit)
        .returns(Duration.ofSeconds(59), Refusal::retryAfter);
  }

  @Test
  void withoutALimitEverythingPasses() throws Exception {
    Attempts unlimited = Attempts.of(ThrottleConfiguration.DEFAULT.withLimits());
    for (int i = 0; i < 2000; i++) {
      passes(unlimited);
    }
  }

  @Test
  void settingTheClockDoesNotChangeAWait() throws Exception {
    Attempts one = Attempts.perSecond(1);
    passes(one);
    clock.advance(Duration.ofHours(-1));
    assertThat(refusal(one).retryAfter()).isEqualTo(SECOND);
    clock.advance(Duration.ofHours(5));
    assertThat(refusal(one).retryAfter()).isEqualTo(SECOND);
    ticker.advance(SECOND);

    passes(one);
  }

  @Test
  void requestThatMayWaitGetsNoPenalty() throws Exception {
    RateLimit limit = new RateLimit(1, SECOND);
    Attempts patient = Attempts.of(ThrottleConfiguration.DEFAULT.withLimits(limit)).waiting(MINUTE);
    for (int i = 0; i < 20; i++) {
      passes(patient);
    }

    assertThat(pause.pauses()).hasSize(19).containsOnly(SECOND);
  }

  @Test
  void aWaitThatWouldBeTooLongIsRefusedAtOnceAndIsAViolation() throws Exception {
    RateLimit limit = new RateLimit(1, MINUTE);
    Attempts patient =
        Attempts.of(ThrottleConfiguration.DEFAULT.withLimits(limit))
            .waiting(Duration.ofSeconds(59));
    passes(patient);

    assertThat(refusal(patient))
        .isEqualTo(new Refusal.LimitReached(limit, List.of(limit), SECOND, MINUTE));
    assertThat(pause.pauses()).isEmpty();
    ticker.advance(SECOND);
    passes(patient);
    assertThat(waited()).isEqualTo(Duration.ofSeconds(59));
  }

  @Test
  void waitingRequestsPassInOrderOfArrival() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).waiting(Duration.ofMinutes(10));
    stepped.admit(patient.once());
    List<Integer> passed = new ArrayList<>();
    List<Background<Integer>> waiters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      Background<Integer> waiter =
          Background.start(
              () -> {
                stepped.admit(patient.once());
                return number;
              });
      waiter.awaitWaitingIn(i == 0 ? "pause" : "awaitTurn");
      waiters.add(waiter);
    }
    for (Background<Integer> waiter : waiters) {
      steps.end();
      passed.add(waiter.get());
    }

    assertThat(passed).containsExactly(0, 1, 2, 3, 4);
    assertThat(patient.line().isEmpty()).isTrue();
  }

  @Test
  void newRequestDoesNotOvertakeWaitingOnes() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).waiting(MINUTE);
    stepped.admit(patient.once());
    Background<Boolean> first = waiter(stepped, patient);
    first.awaitWaitingIn("pause");
    ticker.advance(SECOND); // there is room, but the first one does not know yet
    Background<Boolean> second = waiter(stepped, patient);
    second.awaitWaitingIn("awaitTurn");
    assertThatThrownBy(() -> stepped.admitInBackground(patient.once()))
        .isInstanceOf(ThrottledException.class);

    steps.end();
    assertThat(first.get()).isTrue();
    second.awaitWaitingIn("pause");
    steps.end();
    assertThat(second.get()).isTrue();
  }

  private static Background<Boolean> waiter(Throttle throttle, Attempts attempts) {
    return Background.start(
        () -> {
          throttle.admit(attempts.once());
          return true;
        });
  }

  @Test
  void requestAtAFullLineIsRefusedWithTheTimeUntilAPlaceIsFree() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).inLineOf(2).waiting(MINUTE);
    stepped.admit(patient.once());
    Background<Boolean> first = waiter(stepped, patient);
    first.awaitWaitingIn("pause");
    Background<Boolean> second = waiter(stepped, patient);
    second.awaitWaitingIn("awaitTurn");

    assertThatThrownBy(() -> stepped.admit(patient.once()))
        .isInstanceOfSatisfying(
            ThrottledException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Refusal.LineFull(2, false, SECOND)));
    first.interrupt();
    assertThatThrownBy(first::get).isInstanceOf(InterruptedException.class); // its place is free
    second.awaitWaitingIn("pause");
    Background<Boolean> third = waiter(stepped, patient);
    third.awaitWaitingIn("awaitTurn");
    second.interrupt();
    third.interrupt();
    for (Background<Boolean> waiter : List.of(second, third)) {
      assertThatThrownBy(waiter::get).isInstanceOf(InterruptedException.class);
    }
    assertThat(patient.line().isEmpty()).isTrue();
  }

  @Test
  void requestThatLeavesTheLineUsesUpNoSlot() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).waiting(MINUTE);
    stepped.admit(patient.once());
    Background<Boolean> waiter = waiter(stepped, patient);
    waiter.awaitWaitingIn("pause");
    waiter.interrupt();
    assertThatThrownBy(waiter::get).isInstanceOf(InterruptedException.class);
    ticker.advance(SECOND);

    stepped.admit(patient.once());
  }

  @Test
  void withoutPlacesNoRequestWaits() throws Exception {
    Attempts patient = Attempts.perSecond(1).inLineOf(0).waiting(MINUTE);
    passes(patient);

    assertThat(refusal(patient)).isInstanceOf(Refusal.LimitReached.class);
  }

  @Test
  void backgroundRequestNeitherWaitsNorCausesAPenalty() throws Exception {
    Attempts one = Attempts.of(ThrottleConfiguration.DEFAULT.withLimits(new RateLimit(1, SECOND)));
    throttle.admitInBackground(one.once());
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> throttle.admitInBackground(one.waiting(MINUTE).once()))
          .isInstanceOf(ThrottledException.class);
    }
    ticker.advance(SECOND);
    passes(one);

    assertThat(refusal(one))
        .asInstanceOf(type(Refusal.LimitReached.class))
        .returns(SECOND, Refusal.LimitReached::penalty);
    assertThat(pause.pauses()).isEmpty();
  }

  @Test
  void pauseThatTheUpstreamAsksForIsObserved() throws Exception {
    Attempts unlimited = Attempts.of(ThrottleConfiguration.DEFAULT.withLimits());
    passes(unlimited);
    answered(unlimited, 429, "Retry-After", "30");

    assertThat(refusal(unlimited)).isEqualTo(new Refusal.UpstreamPaused(Duration.ofSeconds(30)));
    ticker.advance(Duration.ofSeconds(30));
    passes(unlimited);
  }

  private void answered(Attempts attempts, int status, String... fields) {
    throttle.observe(attempts.once(), BareAnswer.of(status, fields));
  }

  @Test
  void refusalForAPauseIsNotCounted() throws Exception {
    Attempts one = Attempts.perSecond(1);
    answered(one, 429, "Retry-After", "1");
    assertThat(refusal(one)).isInstanceOf(Refusal.UpstreamPaused.class);
    ticker.advance(SECOND);

    passes(one);
  }

  @Test
  void pausesOfTheUpstreamCanBeIgnored() throws Exception {
    ThrottleConfiguration defaults = ThrottleConfiguration.DEFAULT;
    Attempts unheeding =
        Attempts.of(
            new ThrottleConfiguration(
                List.of(), "key", PenaltyRule.NONE, Duration.ZERO, false, defaults.maxPause()));
    answered(unheeding, 429, "Retry-After", "30");
    passes(unheeding);

    answered(Attempts.of(defaults), 429, "Retry-After", "30");
    passes(unheeding);
  }

  @Test
  void pauseIsWaitedForIfItIsNoLongerThanTheMaximumWait() throws Exception {
    Attempts patient = Attempts.perSecond(5).waiting(MINUTE);
    answered(patient, 503, "Retry-After", "60");
    passes(patient);
    assertThat(waited()).isEqualTo(MINUTE);

    answered(patient, 503, "Retry-After", "61");
    assertThat(refusal(patient)).isEqualTo(new Refusal.UpstreamPaused(Duration.ofSeconds(61)));
  }

  @Test
  void pauseThatBeginsDuringAWaitHoldsOnlyRequestsOfThatCredential() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).waiting(MINUTE);
    stepped.admit(patient.once());
    Background<Boolean> paused = waiter(stepped, patient.by("one"));
    paused.awaitWaitingIn("awaitRoom");
    Background<Boolean> other = waiter(stepped, patient.by("two"));
    other.awaitWaitingIn("awaitTurn");
    stepped.observe(patient.by("one").once(), BareAnswer.of(429, "Retry-After", "3"));

    steps.end();
    paused.awaitWaitingIn("awaitEndOfPause");
    assertThat(other.get()).isTrue();
    steps.end();
    steps.end();
    assertThat(paused.get()).isTrue();
  }

  @Test
  void requestsThatWaitedForAPausePassInOrderOfArrival() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).waiting(MINUTE);
    stepped.observe(patient.once(), BareAnswer.of(429, "Retry-After", "1"));
    Background<Boolean> first = waiter(stepped, patient);
    first.awaitWaitingIn("awaitEndOfPause");
    Background<Boolean> second = waiter(stepped, patient);
    second.awaitWaitingIn("awaitEndOfPause");
    Gate ofFirst = steps.next();

    steps.end(); // the second one wakes up before the first
    second.awaitWaitingIn("awaitTurn");
    Background<Boolean> newcomer = waiter(stepped, patient);
    newcomer.awaitWaitingIn("awaitTurn");
    ofFirst.open();
    assertThat(first.get()).isTrue();
    steps.end();
    assertThat(second.get()).isTrue();
    steps.end();
    assertThat(newcomer.get()).isTrue();
  }

  @Test
  void requestThatLeavesDuringItsPauseHoldsUpNoOther() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).waiting(MINUTE);
    stepped.observe(patient.once(), BareAnswer.of(429, "Retry-After", "1"));
    Background<Boolean> first = waiter(stepped, patient);
    first.awaitWaitingIn("awaitEndOfPause");
    Background<Boolean> second = waiter(stepped, patient);
    second.awaitWaitingIn("awaitEndOfPause");
    Gate ofFirst = steps.next();
    steps.end();
    second.awaitWaitingIn("awaitTurn");

    first.interrupt();
    assertThatThrownBy(first::get).isInstanceOf(InterruptedException.class);
    assertThat(second.get()).isTrue();
    ofFirst.open();
    assertThat(patient.line().waiting()).isZero();
  }

  @Test
  void requestReturningFromAPauseGoesBeforeLaterArrivals() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).waiting(MINUTE);
    stepped.admit(patient.by("two").once());
    stepped.observe(patient.by("one").once(), BareAnswer.of(429, "Retry-After", "1"));
    Background<Boolean> paused = waiter(stepped, patient.by("one"));
    paused.awaitWaitingIn("awaitEndOfPause");
    Background<Boolean> head = waiter(stepped, patient.by("two"));
    head.awaitWaitingIn("awaitRoom");

    steps.end();
    paused.awaitWaitingIn("awaitTurn");
    steps.end(); // there has been room for one since the pause ended
    assertThat(paused.get()).isTrue();
    head.awaitWaitingIn("awaitRoom");
    steps.end();
    assertThat(head.get()).isTrue();
  }

  @Test
  void requestThatReturnedFromAPauseIsNotOvertaken() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient =
        Attempts.of(ThrottleConfiguration.DEFAULT.withLimits(new RateLimit(1, MINUTE)))
            .waiting(MINUTE.multipliedBy(2));
    stepped.admit(patient.by("two").once());
    stepped.observe(patient.by("one").once(), BareAnswer.of(429, "Retry-After", "1"));
    Background<Boolean> back = waiter(stepped, patient.by("one"));
    back.awaitWaitingIn("awaitEndOfPause");
    steps.end();
    back.awaitWaitingIn("awaitRoom");
    ticker.advance(MINUTE);

    assertThat(stepped.admitAtOnce(patient.by("two").once())).isFalse();
    steps.end();
    assertThat(back.get()).isTrue();
  }

  @Test
  void pauseThatBeginsDuringAWaitAndIsTooLongIsARefusal() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).waiting(Duration.ofSeconds(5));
    stepped.admit(patient.once());
    Background<Boolean> waiter = waiter(stepped, patient);
    waiter.awaitWaitingIn("awaitRoom");
    stepped.observe(patient.once(), BareAnswer.of(429, "Retry-After", "60"));
    steps.end();

    assertThatThrownBy(waiter::get)
        .isInstanceOfSatisfying(
            ThrottledException.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(new Refusal.UpstreamPaused(Duration.ofSeconds(59))));
  }

  @Test
  void requestWhoseTurnDoesNotComeInTimeIsRefused() throws Exception {
    Throttle stepped = throttle(new SteppedPause());
    Attempts patient = Attempts.perSecond(1).waiting(MINUTE);
    stepped.admit(patient.once());
    Background<Boolean> head = waiter(stepped, patient);
    head.awaitWaitingIn("awaitRoom");
    Background<Boolean> hasty = waiter(stepped, patient.waiting(Duration.ofMillis(200)));

    assertThatThrownBy(hasty::get)
        .isInstanceOfSatisfying(
            ThrottledException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.LimitReached.class));
    assertThat(patient.line().waiting()).isEqualTo(1);
    head.interrupt();
    assertThatThrownBy(head::get).isInstanceOf(InterruptedException.class);
  }

  @Test
  void atMostHalfAsManyAsThereArePlacesWaitForAPause() throws Exception {
    Throttle stepped = throttle(new SteppedPause());
    Attempts patient = Attempts.perSecond(1).inLineOf(6).waiting(MINUTE);
    stepped.observe(patient.once(), BareAnswer.of(429, "Retry-After", "30"));
    List<Background<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Background<Boolean> waiter = waiter(stepped, patient);
      waiter.awaitWaitingIn("awaitEndOfPause");
      waiters.add(waiter);
    }

    assertThatThrownBy(() -> stepped.admit(patient.once()))
        .isInstanceOfSatisfying(
            ThrottledException.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(new Refusal.UpstreamPaused(Duration.ofSeconds(30))));
    for (Background<Boolean> waiter : waiters) {
      waiter.interrupt();
      assertThatThrownBy(waiter::get).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void requestWaitingForAPauseLeavesAPlaceToOthers() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).inLineOf(2).waiting(MINUTE);
    stepped.observe(patient.by("one").once(), BareAnswer.of(429, "Retry-After", "30"));
    Background<Boolean> paused = waiter(stepped, patient.by("one"));
    paused.awaitWaitingIn("awaitEndOfPause");

    assertThatThrownBy(() -> stepped.admit(patient.by("one").once()))
        .isInstanceOfSatisfying(
            ThrottledException.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(new Refusal.UpstreamPaused(Duration.ofSeconds(30))));
    stepped.admit(patient.by("two").once());
    Background<Boolean> limited = waiter(stepped, patient.by("two"));
    limited.awaitWaitingIn("awaitRoom");
    assertThat(patient.line().waiting()).isEqualTo(2);
    paused.interrupt();
    limited.interrupt();
    for (Background<Boolean> waiter : List.of(paused, limited)) {
      assertThatThrownBy(waiter::get).isInstanceOf(InterruptedException.class);
    }
    assertThat(patient.line().waiting()).isZero();
  }

  @Test
  void requestsInTheLineKeepTheirPlacesWhenAPauseBegins() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient = Attempts.perSecond(1).inLineOf(2).waiting(MINUTE);
    stepped.admit(patient.once());
    List<Background<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Background<Boolean> waiter = waiter(stepped, patient);
      waiter.awaitWaitingIn(i == 0 ? "awaitRoom" : "awaitTurn");
      waiters.add(waiter);
    }
    stepped.observe(patient.once(), BareAnswer.of(429, "Retry-After", "2"));
    steps.end();
    for (Background<Boolean> waiter : waiters) {
      waiter.awaitWaitingIn("awaitEndOfPause");
    }

    stepped.admit(patient.by("other").once()); // they are in nobody's way
    assertThatThrownBy(() -> stepped.admit(patient.by("other").once()))
        .isInstanceOfSatisfying(
            ThrottledException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Refusal.LineFull(2, false, SECOND)));
    for (Background<Boolean> waiter : waiters) {
      waiter.interrupt();
      assertThatThrownBy(waiter::get).isInstanceOf(InterruptedException.class);
    }
    assertThat(patient.line().waiting()).isZero();
  }

  @Test
  void resetReleasesWaitingRequests() throws Exception {
    SteppedPause steps = new SteppedPause();
    Throttle stepped = throttle(steps);
    Attempts patient =
        Attempts.of(ThrottleConfiguration.DEFAULT.withLimits(new RateLimit(1, MINUTE)))
            .waiting(MINUTE);
    stepped.admit(patient.once());
    Background<Boolean> limited = waiter(stepped, patient);
    limited.awaitWaitingIn("awaitRoom");
    stepped.reset(patient.once().alias());
    steps.end();
    assertThat(limited.get()).isTrue();

    stepped.observe(patient.once(), BareAnswer.of(429, "Retry-After", "30"));
    Background<Boolean> paused = waiter(stepped, patient);
    paused.awaitWaitingIn("awaitEndOfPause");
    stepped.reset(patient.once().alias());
    steps.end();
    assertThat(paused.get()).isTrue();
  }

  @Test
  void requestsAreCountedInMemoryIfTheLedgerFails() throws Exception {
    Throttle broken =
        throttle(
            new LocalThrottleLedger(
                () -> {
                  throw new StoreException(StoreException.Kind.IO, "the disk is gone", null);
                }),
            pause);
    Attempts one = Attempts.perSecond(1);
    broken.admit(one.once());

    assertThatThrownBy(() -> broken.admit(one.once())).isInstanceOf(ThrottledException.class);
    assertThat(notices.reported()).hasSize(1);
    ticker.advance(SECOND);
    assertThatCode(() -> broken.admit(one.once())).doesNotThrowAnyException();
  }

  /** A pause that waits until the test ends it, and then advances the ticker by its duration. */
  private final class SteppedPause implements Pause {
    private final BlockingQueue<Gate> ends = new LinkedBlockingQueue<>();

    @Override
    public void pause(Duration duration) throws InterruptedException {
      Gate gate = new Gate();
      ends.add(gate);
      gate.pass();
      ticker.advance(duration);
    }

    /** Ends the pause that began first. */
    void end() throws InterruptedException {
      next().open();
    }

    /** Removes and returns the gate of the pause that began first. */
    Gate next() throws InterruptedException {
      Gate gate = ends.poll(30, TimeUnit.SECONDS);
      if (gate == null) {
        throw new AssertionError("nobody waits");
      }
      return gate;
    }
  }
}
